import { ClientProxy, type ReadPacket, type WritePacket } from '@nestjs/microservices';
import type { Observable } from 'rxjs';
import { WHOLE_JOB } from '../bullmq-adapter/job-options';
import type { QueueDepth } from '../bullmq-adapter/job-producer';
import { type JobsStatus, RedisLink } from '../bullmq-adapter/redis-link';
import { JobError, jobFailure } from '../errors/job-error';
import { MemoryLedger, type PayloadUsage } from '../payload/memory-ledger';
import { PayloadStore } from '../payload/payload-store';
import { withDefaults } from '../protocol/options';
import { clientDefaults, type JobsClientOptions } from './client-options';
import type { JobEvent } from './job-event';
import { JobQueue } from './job-queue';
import type { JobRecord } from './job-record';
import type { Submission, SubmitOptions } from './job-submission';
import { ResultCache } from './result-cache';

/**
 * Submits commands to a durable queue: the first free worker runs them, and they wait while there is none. A Nest `ClientProxy`.
 * It starts without Redis too, then rejects every call at once with `JobsUnavailableError`, and recovers on its own.
 */
export class JobsClient extends ClientProxy<Record<never, never>, JobsStatus> {
  private readonly options: JobsClientOptions & typeof clientDefaults;
  private readonly link: RedisLink;
  private readonly memory: MemoryLedger;
  private readonly store: PayloadStore;
  private readonly results: ResultCache;
  private readonly queues = new Map<string, JobQueue>();
  private waitsEnded = false;

  constructor(options: JobsClientOptions) {
    super();
    this.options = withDefaults(options, clientDefaults);
    this.link = new RedisLink(this.options.connection, this.options.silenceTimeout);
    this.memory = new MemoryLedger(this.link, this.options.prefix, this.options.payloadMemoryLimit);
    this.store = new PayloadStore(this.link, this.options.prefix, this.memory);
    this.results = new ResultCache(this.options.cacheBytes);
  }

  override get status(): Observable<JobsStatus> {
    return this.link.status;
  }

  /** Whether Redis answers now. */
  get isConnected(): boolean {
    return this.link.isReady;
  }

  /** @throws JobsUnavailableError */
  connect(): Promise<void> {
    return this.link.ready();
  }

  async close(): Promise<void> {
    await Promise.all([...this.queues.values()].map((queue) => queue.close()));
    this.queues.clear();
    await this.memory.close();
    this.link.close();
  }

  /** Resolves when Redis has accepted the job. @throws JobConflictError, JobsUnavailableError, PayloadLimitError */
  submit(pattern: string, data: unknown, options?: SubmitOptions): Promise<Submission> {
    return this.queue(pattern).submit(data, options);
  }

  /** Costs one round trip, shared with other calls of the same turn; none for a job that finished lately. */
  find(pattern: string, id: string): Promise<JobRecord | undefined> {
    return this.queue(pattern).find(id);
  }

  /** The record of the job when it has finished; undefined where it is unknown or not finished after `waitMs`. */
  outcome(pattern: string, id: string, waitMs: number): Promise<JobRecord | undefined> {
    return this.queue(pattern).outcome(id, waitMs);
  }

  /** Ends all calls of `outcome`, and later ones at once: to be called when the process begins to stop. */
  stopWaiting(): void {
    this.waitsEnded = true;
    for (const queue of this.queues.values()) queue.stopWaiting();
  }

  /**
   * Whether a job of this id is kept that another submission would not run again. For a submission that was rejected for lack
   * of room: the job may have been accepted before. @throws JobConflictError where that job has another fingerprint
   */
  isKept(pattern: string, id: string, fingerprint?: string): Promise<boolean> {
    return this.queue(pattern).isKept(id, fingerprint);
  }

  /**
   * Marks an unfinished job, or one labelled part of what it carries, as cancelled and returns its record. Every reader sees
   * that from then on. A worker that runs the job reads it within a second, or earlier through `JobsServer.cancel`.
   */
  cancel(pattern: string, id: string, part: string = WHOLE_JOB): Promise<JobRecord | undefined> {
    return this.queue(pattern).cancel(id, part);
  }

  /** What happens to all jobs of a pattern, whichever client submitted them. `isWanted` selects the jobs, as each event can cost a read. */
  events(pattern: string, isWanted: (id: string) => boolean = () => true): Observable<JobEvent> {
    return this.queue(pattern).events(isWanted);
  }

  /** Whether every event of a pattern from now on reaches this client; false while it connects and without Redis. */
  isFollowing(pattern: string): boolean {
    return this.queue(pattern).isFollowing;
  }

  depth(pattern: string): Promise<QueueDepth> {
    return this.queue(pattern).depth();
  }

  /** How much of the payload memory is used. Above the limit, submissions are rejected with OUT_OF_MEMORY. */
  payloadUsage(): Promise<PayloadUsage> {
    return this.memory.usage();
  }

  override on(): never {
    throw new Error('JobsClient emits no events: use status and events(pattern)');
  }

  override unwrap<T>(): T {
    return this.link.redis as T;
  }

  /** `send()`: unsubscribing before the end cancels the job. */
  protected publish(packet: ReadPacket, callback: (packet: WritePacket) => void): () => void {
    const pattern = this.normalizePattern(packet.pattern as string);
    let state: 'open' | 'answered' | 'abandoned' = 'open';
    let cancel: () => void = () => undefined;
    const answer = (reply: WritePacket): void => {
      if (state !== 'open') return;
      state = 'answered';
      callback(reply);
    };
    const run = async (): Promise<void> => {
      const { id } = await this.submit(pattern, packet.data, { metadata: metadataOf(packet) });
      cancel = () => void this.cancel(pattern, id).catch(() => undefined);
      if (state !== 'open') return cancel();
      const record = await this.outcome(pattern, id, Infinity);
      if (record?.state === 'completed') answer({ response: await record.readResult(), isDisposed: true });
      else answer({ err: new JobError(record?.error ?? LOST) });
    };
    run().catch((err: unknown) => answer({ err }));
    return () => {
      if (state !== 'open') return;
      state = 'abandoned';
      cancel();
    };
  }

  /** `emit()` completes when Redis has accepted the job. */
  protected async dispatchEvent<T>(packet: ReadPacket): Promise<T> {
    await this.submit(this.normalizePattern(packet.pattern as string), packet.data, { metadata: metadataOf(packet) });
    return undefined as T;
  }

  private queue(pattern: string): JobQueue {
    let queue = this.queues.get(pattern);
    if (!queue) {
      queue = new JobQueue(pattern, this.options, this.link, this.memory, this.store, this.results);
      this.queues.set(pattern, queue);
      if (this.waitsEnded) queue.stopWaiting();
    }
    return queue;
  }
}

/** The record was removed before its outcome could be read, or the client was closed. */
const LOST = jobFailure('INTERNAL_ERROR', 'the outcome of the job is not known');

const metadataOf = (packet: ReadPacket): unknown => (packet as ReadPacket & { metadata?: unknown }).metadata;
