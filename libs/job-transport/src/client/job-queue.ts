import { randomUUID } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import { concatMap, filter, from, type Observable, Subject } from 'rxjs';
import { EventStream, type StreamEntry } from '../bullmq-adapter/event-stream';
import type { JobSnapshot } from '../bullmq-adapter/job-hash';
import { checkJobId, isJobId } from '../bullmq-adapter/job-names';
import { JobProducer, type QueueDepth } from '../bullmq-adapter/job-producer';
import type { RedisLink } from '../bullmq-adapter/redis-link';
import { JobConflictError, jobFailure } from '../errors/job-error';
import { discard, isByReference, pack, type Packed, unpackInline, unpackReference } from '../payload/packed';
import type { PayloadStore } from '../payload/payload-store';
import type { CommandEnvelope, FailureEnvelope } from '../protocol/job-envelopes';
import type { clientDefaults, JobsClientOptions } from './client-options';
import type { JobEvent } from './job-event';
import { isFinished, type JobRecord, parseProgress, recordFromSnapshot, type RecordSource } from './job-record';
import type { Submission, SubmitOptions } from './job-submission';
import { KnownJobs } from './known-jobs';
import { OutcomeWaiters } from './outcome-waiters';

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
  private readonly entries = new Subject<StreamEntry>();
  private readonly stream: EventStream;
  private readonly checks: NodeJS.Timeout;

  constructor(
    readonly pattern: string,
    private readonly options: JobsClientOptions & typeof clientDefaults,
    private readonly link: RedisLink,
    private readonly store: PayloadStore,
  ) {
    this.producer = new JobProducer(pattern, options.prefix, link);
    this.known = new KnownJobs(this, options.cacheCount, options.cacheBytes);
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
    const { id, isNew = id === undefined } = options;
    const jobId = id === undefined ? randomUUID() : checkJobId(id);
    if (this.stream.live) this.known.follow(jobId, isNew);
    try {
      const packed = await this.link.run(() => pack(data, this.store, this.options.payloadTtl));
      return await this.add(jobId, packed, isNew, options);
    } catch (error) {
      this.known.unfollow(jobId);
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

  /** In the order of the stream. `isWanted` saves the reads for jobs that nobody asks about. */
  events(isWanted: (id: string) => boolean): Observable<JobEvent> {
    return this.entries.pipe(
      filter(({ jobId }) => jobId !== undefined && isWanted(jobId)),
      concatMap((entry) => from(this.toEvent(entry).catch(() => undefined))),
      filter((event) => event !== undefined),
    );
  }

  depth(): Promise<QueueDepth> {
    return this.producer.depth();
  }

  async unpack(packed: Packed): Promise<unknown> {
    return isByReference(packed)
      ? await this.link.run(() => unpackReference(packed, this.store))
      : unpackInline(packed);
  }

  async readData(id: string): Promise<unknown> {
    const data = await this.producer.readData(id);
    return data === undefined ? undefined : this.unpack(JSON.parse(data) as CommandEnvelope);
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
    this.entries.complete();
    await this.producer.close();
  }

  /** Adds the job unless the id is taken. */
  private async add(
    id: string,
    packed: Packed,
    isNew: boolean,
    { priority = 0, fingerprint, metadata }: SubmitOptions,
  ): Promise<Submission> {
    const envelope: CommandEnvelope = metadata === undefined ? packed : { ...packed, metadata };
    // A job of a generated id is ours for certain. For any other, Redis has to say whose submission created it.
    const submission = isNew ? undefined : randomUUID();
    const retries = { attempts: this.options.attempts, backoff: { type: 'exponential', delay: this.options.backoff } };
    const options = { ...retries, priority: priority || undefined, submission, fingerprint };
    const stored = await this.producer.add(id, JSON.stringify(envelope), options, !isNew);
    const created = isNew || stored?.submission === submission;
    if (created) {
      this.metadata.set(id, { value: metadata });
      if (!isNew) this.known.markNew(id);
      return { id, created };
    }
    await this.link.run(() => discard(packed, this.store));
    if (fingerprint !== undefined && stored?.fingerprint !== fingerprint) throw new JobConflictError(id);
    return { id, created };
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
    if (this.entries.observed) this.entries.next(entry);
  }

  private onGap(): void {
    this.known.unfollowAll();
    this.check(this.waiters.olderThan(0));
  }

  /** Reads jobs whose event may have been lost; that settles the waits for those that have ended. */
  private check(ids: readonly string[]): void {
    if (!this.link.isReady) return;
    for (const id of ids) this.find(id).catch(() => undefined);
  }

  private async toEvent({ event, jobId: id, part, data }: StreamEntry): Promise<JobEvent | undefined> {
    switch (event) {
      case 'active':
        return { type: 'active', id, worker: await this.producer.readWorker(id) };
      case 'progress':
        return { type: 'progress', id, progress: parseProgress(data) };
      case 'completed':
      case 'failed': {
        const record = await this.find(id);
        // The end of a cancelled job's run is not reported: its cancellation was.
        return record?.state === event ? { type: event, id, record } : undefined;
      }
      case 'cancelled': {
        const record = await this.find(id);
        return record && { type: 'cancelled', id, part, record };
      }
      default:
        return undefined;
    }
  }
}
