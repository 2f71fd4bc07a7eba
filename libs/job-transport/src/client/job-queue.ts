import { randomUUID } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { Observable } from 'rxjs';
import { EventStream, type StreamEntry } from '../bullmq-adapter/event-stream';
import type { JobSnapshot } from '../bullmq-adapter/job-hash';
import { checkJobId, isJobId } from '../bullmq-adapter/job-names';
import { JobProducer, type QueueDepth } from '../bullmq-adapter/job-producer';
import type { RedisLink } from '../bullmq-adapter/redis-link';
import { jobFailure } from '../errors/job-error';
import type { MemoryLedger } from '../payload/memory-ledger';
import { isByReference, type Packed, unpackInline, unpackReference } from '../payload/packed';
import type { PayloadReference, PayloadStore } from '../payload/payload-store';
import type { CommandEnvelope, FailureEnvelope } from '../protocol/job-envelopes';
import type { clientDefaults, JobsClientOptions } from './client-options';
import type { JobEvent } from './job-event';
import { JobEvents } from './job-events';
import { isFinished, type JobRecord, recordFromSnapshot, type RecordSource } from './job-record';
import type { Submission, SubmitOptions } from './job-submission';
import { JobSubmitter } from './job-submitter';
import { KnownJobs } from './known-jobs';
import { OutcomeWaiters } from './outcome-waiters';
import type { ResultCache } from './result-cache';

const CANCELLED = JSON.stringify(jobFailure('CANCELLED') satisfies FailureEnvelope);

/** The client's side of one pattern: its queue, its event stream and what is remembered of its jobs. */
export class JobQueue implements RecordSource {
  private readonly producer: JobProducer;
  private readonly known: KnownJobs;
  /** What was submitted beside the data; it never changes while the job is kept. */
  private readonly metadata: LRUCache<string, { value: unknown }>;
  /** One read serves all callers that ask for the job before it is answered. */
  private readonly reads = new Map<string, Promise<JobRecord | undefined>>();
  private readonly waiters = new OutcomeWaiters();
  private readonly jobEvents: JobEvents;
  private readonly submitter: JobSubmitter;
  private readonly stream: EventStream;
  private readonly checks: NodeJS.Timeout;

  constructor(
    readonly pattern: string,
    options: JobsClientOptions & typeof clientDefaults,
    private readonly link: RedisLink,
    memory: MemoryLedger,
    private readonly store: PayloadStore,
    private readonly results: ResultCache,
  ) {
    this.producer = new JobProducer(pattern, options.prefix, link);
    this.submitter = new JobSubmitter(pattern, options, this.producer, memory, store);
    this.jobEvents = new JobEvents({
      pattern,
      find: (id) => this.find(id),
      readRun: (id) => this.producer.readRun(id),
    });
    this.known = new KnownJobs(this, options);
    this.metadata = new LRUCache({ max: options.cacheCount });
    this.stream = new EventStream(options.connection, this.producer.eventStream, {
      onEntry: (entry) => this.onEntry(entry),
      onGap: () => this.onGap(),
    });
    this.checks = setInterval(() => this.check(this.waiters.olderThan(options.checkInterval)), options.checkInterval);
    this.checks.unref();
  }

  /** Whether every event from now on reaches this client. */
  get isFollowing(): boolean {
    return this.stream.live;
  }

  async submit(data: unknown, options: SubmitOptions = {}): Promise<Submission> {
    const { id = randomUUID(), isNew = options.id === undefined, metadata } = options;
    checkJobId(id);
    if (!this.link.isReady) await this.link.ready();
    if (this.stream.live) this.known.follow(id, isNew);
    try {
      const submission = await this.submitter.submit(id, data, isNew, options);
      if (submission.created) {
        this.metadata.set(id, { value: metadata });
        if (!isNew) this.known.markNew(id);
      }
      return submission;
    } catch (error) {
      this.known.unfollow(id);
      throw error;
    }
  }

  async find(id: string): Promise<JobRecord | undefined> {
    const finished = this.known.finishedJob(id);
    if (finished) return finished;
    if (!isJobId(id)) return undefined;
    let read = this.reads.get(id);
    if (!read) {
      read = this.read(id).finally(() => this.reads.delete(id));
      this.reads.set(id, read);
    }
    return read;
  }

  async outcome(id: string, waitMs: number): Promise<JobRecord | undefined> {
    const finished = this.known.finishedJob(id);
    if (finished) return finished;
    const waiter = this.waiters.wait(id, waitMs);
    // The last event of a followed job is still to come. That of any other may have passed before the wait began.
    if (!this.known.isFollowed(id)) {
      try {
        const record = await this.find(id);
        if (!record || isFinished(record)) {
          this.waiters.stop(waiter);
          return record;
        }
      } catch (error) {
        this.waiters.stop(waiter);
        throw error;
      }
    }
    return waiter.outcome;
  }

  async cancel(id: string, part: string): Promise<JobRecord | undefined> {
    if (!isJobId(id)) return undefined;
    const snapshot = await this.producer.cancel(id, part, CANCELLED);
    return snapshot && this.remember(id, snapshot);
  }

  stopWaiting(): void {
    this.waiters.stopAll();
  }

  /** Whether a job of this id is kept that another submission would not run again. @throws JobConflictError */
  isKept(id: string, fingerprint: string | undefined): Promise<boolean> {
    return this.submitter.isKept(id, fingerprint);
  }

  events(isWanted: (id: string) => boolean): Observable<JobEvent> {
    return this.jobEvents.of(isWanted);
  }

  depth(): Promise<QueueDepth> {
    return this.producer.depth();
  }

  async unpackResult(packed: Packed): Promise<unknown> {
    return isByReference(packed)
      ? await this.results.read(packed.payload, () => unpackReference(packed, this.store))
      : unpackInline(packed);
  }

  readPayload(reference: PayloadReference): Promise<Buffer> {
    return this.store.get(reference);
  }

  async readData(id: string): Promise<unknown> {
    const data = await this.producer.readData(id);
    if (data === undefined) return undefined;
    const packed = JSON.parse(data) as CommandEnvelope;
    return isByReference(packed) ? unpackReference(packed, this.store) : unpackInline(packed);
  }

  async readMetadata(id: string): Promise<unknown> {
    const remembered = this.metadata.get(id);
    if (remembered) return remembered.value;
    const data = await this.producer.readData(id);
    if (data === undefined) return undefined;
    const { metadata } = JSON.parse(data) as CommandEnvelope;
    this.metadata.set(id, { value: metadata });
    return metadata;
  }

  async close(): Promise<void> {
    clearInterval(this.checks);
    this.stream.close();
    this.waiters.stopAll();
    this.jobEvents.close();
    await this.producer.close();
  }

  private async read(id: string): Promise<JobRecord | undefined> {
    if (this.stream.live) this.known.follow(id, false);
    const snapshot = await this.producer.read(id);
    if (snapshot) return this.remember(id, snapshot);
    this.known.unfollow(id);
    return undefined;
  }

  private remember(id: string, snapshot: JobSnapshot): JobRecord {
    const record = recordFromSnapshot(id, snapshot, this);
    this.known.addRecord(record, snapshot.size);
    if (isFinished(record)) this.waiters.settle(record);
    return record;
  }

  private onEntry(entry: StreamEntry): void {
    const id = entry.jobId;
    if (id !== undefined) {
      const ended = this.known.onEvent(id, entry);
      if (ended === 'unknown') this.check(this.waiters.has(id) ? [id] : []);
      else if (ended) this.waiters.settle(ended);
    }
    this.jobEvents.onEntry(entry);
  }

  private onGap(): void {
    this.known.unfollowAll();
    this.check(this.waiters.olderThan(0));
    this.jobEvents.onGap();
  }

  /** Reads jobs whose event may have been lost; that settles the waits for those that have ended. */
  private check(ids: readonly string[]): void {
    if (!this.link.isReady) return;
    for (const id of ids) this.find(id).catch(() => undefined);
  }
}
