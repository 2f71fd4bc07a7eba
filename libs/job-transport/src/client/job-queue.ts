import { randomUUID } from 'node:crypto';
import { type JobJson, Queue } from 'bullmq';
import { concatMap, filter, from, type Observable, Subject } from 'rxjs';
import { JobConflictError } from '../errors/job-error';
import type { clientDefaults, JobsClientOptions } from '../options';
import { discard, pack, unpack } from '../payload/packed';
import type { PayloadStore } from '../payload/payload-store';
import type { CommandEnvelope, TransportJobOptions } from '../record/job-envelopes';
import { checkJobId, checkPattern, isJobId } from '../record/job-id';
import {
  isFinished,
  type JobRecord,
  parseProgress,
  RECORD_FIELDS,
  recordFromHash,
  type RecordSource,
} from '../record/job-record';
import { EventReader, type StreamEntry } from '../redis/event-reader';
import type { RedisLink } from '../redis/redis-link';
import { cancelJob } from './cancel-script';
import type { JobEvent } from './job-event';
import type { Submission, SubmitOptions } from './job-submission';
import { KnownJobs } from './known-jobs';
import { OutcomeWaiters } from './outcome-waiters';
import { RecentMap } from './recent-map';

/** Jobs of one pattern by state. */
export interface QueueDepth {
  waiting: number;
  /** Waiting with a priority. */
  prioritized: number;
  /** Waiting for their next attempt. */
  delayed: number;
  active: number;
  completed: number;
  failed: number;
}

/** The client's side of one pattern: the queue, its event stream and what is remembered of its jobs. */
export class JobQueue implements RecordSource {
  private readonly queue: Queue;
  private readonly known: KnownJobs;
  /** What was submitted beside the data; it never changes while the job is kept. */
  private readonly metadata: RecentMap<unknown>;
  /** A reading serves all who ask for the job before it is answered. */
  private readonly readings = new Map<string, Promise<JobRecord | undefined>>();
  private readonly waiters = new OutcomeWaiters();
  private readonly entries = new Subject<StreamEntry>();
  private readonly reader: EventReader;
  private readonly checks: NodeJS.Timeout;

  constructor(
    readonly pattern: string,
    private readonly options: JobsClientOptions & typeof clientDefaults,
    private readonly link: RedisLink,
    private readonly store: PayloadStore,
  ) {
    this.queue = new Queue(checkPattern(pattern), {
      connection: link.redis,
      prefix: options.prefix,
      skipVersionCheck: true,
      skipWaitingForReady: true,
      skipMetasUpdate: true,
    });
    this.queue.on('error', () => undefined);
    this.known = new KnownJobs(this, options.cacheCount, options.cacheBytes);
    this.metadata = new RecentMap(options.cacheCount);
    this.reader = new EventReader(options.connection, this.queue.toKey('events'), {
      onEntry: (entry) => this.onEntry(entry),
      onGap: () => this.onGap(),
    });
    this.checks = setInterval(() => this.check(this.waiters.olderThan(options.checkInterval)), options.checkInterval);
    this.checks.unref();
  }

  async submit(
    data: unknown,
    { id, isNew = id === undefined, priority = 0, fingerprint, metadata }: SubmitOptions = {},
  ): Promise<Submission> {
    const jobId = id === undefined ? randomUUID() : checkJobId(id);
    // A job of a new id is ours for certain; of any other, Redis must be asked whose submission made it.
    const submission = isNew ? undefined : randomUUID();
    if (this.reader.live) this.known.follow(jobId, isNew);
    return this.link.run(async () => {
      const packed = await pack(data, this.store, this.options.payloadTtl);
      const envelope: CommandEnvelope = metadata === undefined ? packed : { ...packed, metadata };
      const options = { ...this.retries, priority: priority || undefined, submission, fingerprint };
      try {
        const stored = await this.add(jobId, envelope, options);
        const created = stored?.submission === submission;
        if (created) this.metadata.set(jobId, metadata);
        if (isNew) return { id: jobId, created };
        if (created) this.known.isNew(jobId);
        else await discard(packed, this.store);
        if (!created && fingerprint !== undefined && stored?.fingerprint !== fingerprint)
          throw new JobConflictError(jobId);
        return { id: jobId, created };
      } catch (error) {
        this.known.unfollow(jobId);
        throw error;
      }
    });
  }

  async find(id: string): Promise<JobRecord | undefined> {
    const finished = this.known.finishedJob(id);
    if (finished) return finished;
    if (!isJobId(id)) return undefined;
    let reading = this.readings.get(id);
    if (!reading) {
      reading = this.read(id).finally(() => this.readings.delete(id));
      this.readings.set(id, reading);
    }
    return reading;
  }

  private async read(id: string): Promise<JobRecord | undefined> {
    if (this.reader.live) this.known.follow(id, false);
    const fields = await this.link.run((redis) => redis.hmget(this.queue.toKey(id), ...RECORD_FIELDS));
    const record = this.learn(id, fields);
    if (!record) this.known.unfollow(id);
    return record;
  }

  async outcome(id: string, waitMs: number): Promise<JobRecord | undefined> {
    const finished = this.known.finishedJob(id);
    if (finished) return finished;
    const waiter = this.waiters.wait(id, waitMs);
    // The last event of a followed job is still to come. Of any other it may have passed: look after having begun to wait.
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
    const keys = { job: this.queue.toKey(id), events: this.queue.toKey('events') };
    const fields = await this.link.run((redis) => cancelJob(redis, keys, id, part));
    return fields ? this.learn(id, fields) : undefined;
  }

  /** In the order of the stream. `concerns` spares the reading of jobs that nobody asks about. */
  events(concerns: (id: string) => boolean): Observable<JobEvent> {
    return this.entries.pipe(
      filter(({ fields }) => fields.jobId !== undefined && concerns(fields.jobId)),
      concatMap((entry) => from(this.toEvent(entry).catch(() => undefined))),
      filter((event) => event !== undefined),
    );
  }

  async depth(): Promise<QueueDepth> {
    const key = (name: string) => this.queue.toKey(name);
    const [waiting, prioritized, delayed, active, completed, failed] = await this.link.run((redis) =>
      Promise.all([
        redis.llen(key('wait')),
        redis.zcard(key('prioritized')),
        redis.zcard(key('delayed')),
        redis.llen(key('active')),
        redis.zcard(key('completed')),
        redis.zcard(key('failed')),
      ]),
    );
    return { waiting, prioritized, delayed, active, completed, failed };
  }

  unpack(packed: Parameters<RecordSource['unpack']>[0]): Promise<unknown> {
    return 'payload' in packed ? this.link.run(() => unpack(packed, this.store)) : unpack(packed, this.store);
  }

  async readData(id: string): Promise<unknown> {
    const data = await this.link.run((redis) => redis.hget(this.queue.toKey(id), 'data'));
    return data === null ? undefined : this.unpack(JSON.parse(data) as CommandEnvelope);
  }

  async readMetadata(id: string): Promise<unknown> {
    if (this.metadata.has(id)) return this.metadata.get(id);
    const data = await this.link.run((redis) => redis.hget(this.queue.toKey(id), 'data'));
    if (data === null) return undefined;
    const { metadata } = JSON.parse(data) as CommandEnvelope;
    this.metadata.set(id, metadata);
    return metadata;
  }

  async close(): Promise<void> {
    clearInterval(this.checks);
    this.reader.close();
    this.waiters.stopAll();
    this.entries.complete();
    await this.queue.close();
  }

  private get retries(): TransportJobOptions {
    return { attempts: this.options.attempts, backoff: { type: 'exponential', delay: this.options.backoff } };
  }

  /** Adds a job, and reads back the options of the job that has the id now where it may be another's. */
  private async add(
    id: string,
    envelope: CommandEnvelope,
    opts: TransportJobOptions,
  ): Promise<TransportJobOptions | undefined> {
    const backend = this.queue.getBackend();
    const client = await backend.client;
    const job = { id, name: this.pattern, data: JSON.stringify(envelope), opts, timestamp: Date.now() } as JobJson;
    // Both are issued in the same turn, so they travel in one pipeline and in this order.
    const added = backend.addJobToTransaction(client, job, id);
    if (opts.submission === undefined) return void (await added);
    const [stored] = await Promise.all([this.link.redis.hget(this.queue.toKey(id), 'opts'), added]);
    return stored === null ? undefined : (JSON.parse(stored) as TransportJobOptions);
  }

  private learn(id: string, fields: readonly (string | null)[]): JobRecord | undefined {
    const record = recordFromHash(id, fields, this);
    if (!record) return undefined;
    this.known.learn(
      record,
      fields.reduce((sum, field) => sum + (field?.length ?? 0), 0),
    );
    if (isFinished(record)) this.waiters.settle(record);
    return record;
  }

  private onEntry(entry: StreamEntry): void {
    const id = entry.fields.jobId;
    if (id !== undefined) {
      const ended = this.known.hear(id, entry.fields);
      if (ended === 'unknown') this.check(this.waiters.has(id) ? [id] : []);
      else if (ended) this.waiters.settle(ended);
    }
    if (this.entries.observed) this.entries.next(entry);
  }

  private onGap(): void {
    this.known.unfollowAll();
    this.check(this.waiters.olderThan(0));
  }

  /** Reads jobs whose event may have been lost; whoever waits for them hears when they have ended. */
  private check(ids: readonly string[]): void {
    if (!this.link.isReady) return;
    for (const id of ids) this.find(id).catch(() => undefined);
  }

  private async toEvent({ fields }: StreamEntry): Promise<JobEvent | undefined> {
    const { event, jobId: id, part } = fields;
    switch (event) {
      case 'active': {
        const worker = await this.link.run((redis) => redis.hget(this.queue.toKey(id), 'pb'));
        return { type: 'active', id, worker: worker ?? undefined };
      }
      case 'progress':
        return { type: 'progress', id, progress: parseProgress(fields.data) };
      case 'completed':
      case 'failed': {
        const record = await this.find(id);
        // The end of a cancelled job's run is no news: it was cancelled before.
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
