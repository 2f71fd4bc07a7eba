import { type JobJson, Queue } from 'bullmq';
import { cancelScript } from './cancel-script';
import { type JobSnapshot, SNAPSHOT_FIELDS, snapshotOf } from './job-hash';
import { checkPattern } from './job-names';
import type { TransportJobOptions } from './job-options';
import type { RedisLink } from './redis-link';
import { removeFailedJobScript } from './remove-failed-job-script';

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

/** Wait before a child runs again after a retryable failure [ms]. */
const CHILD_BACKOFF = { type: 'exponential', delay: 500 };

/** Maximum number of jobs that one call removes, so that it does not keep Redis busy. */
const MAX_REMOVED = 1000;

/** The job that has an id. */
export interface StoredJob {
  options: TransportJobOptions;
  /** Set where it has failed. */
  failedReason?: string;
}

const STORED_FIELDS = ['opts', 'finishedOn', 'failedReason'] as const;

function storedJob([options, finishedOn, failedReason]: (string | null)[]): StoredJob | undefined {
  if (options === null) return undefined;
  const hasFailed = finishedOn !== null && failedReason !== null;
  return { options: JSON.parse(options) as TransportJobOptions, ...(hasFailed ? { failedReason } : {}) };
}

/** The submitting side of one BullMQ queue: adds jobs, reads them and cancels them. Every method throws `JobsUnavailableError` without Redis. */
export class JobProducer {
  private readonly queue: Queue;

  constructor(
    private readonly pattern: string,
    prefix: string,
    private readonly link: RedisLink,
  ) {
    this.queue = new Queue(checkPattern(pattern), {
      connection: link.redis,
      prefix,
      skipVersionCheck: true,
      skipWaitingForReady: true,
      skipMetasUpdate: true,
    });
    this.queue.on('error', () => undefined);
  }

  /** Key of the queue's event stream. */
  get eventStream(): string {
    return this.queue.toKey('events');
  }

  /**
   * Adds a job unless the id is taken; then returns the job that has the id, where `readBack` asks for it.
   * `Queue.add` costs 10 µs more a job and does not issue its command in this turn, so the read would overtake it.
   */
  add(id: string, data: string, opts: TransportJobOptions, readBack: boolean): Promise<StoredJob | undefined> {
    return this.link.run(async (redis) => {
      const backend = this.queue.getBackend();
      const client = await backend.client;
      const job = { id, name: this.pattern, data, opts, timestamp: Date.now() } as JobJson;
      // Both are issued in the same turn, so they travel in one pipeline and in this order.
      const added = backend.addJobToTransaction(client, job, id);
      if (!readBack) return void (await added);
      const [read] = await Promise.all([redis.hmget(this.queue.toKey(id), ...STORED_FIELDS), added]);
      return storedJob(read);
    });
  }

  /** Adds a job that another one waits for. If there is one of this id already, the other waits for that one. One that failed is added again. */
  async addChild(id: string, data: string, parent: { id: string; queue: string }, attempts: number): Promise<void> {
    const known = await this.read(id);
    const hasFailed = known?.finishedAt !== undefined && known.returnvalue === undefined;
    // BullMQ would let the parent wait for a job that has failed, for ever.
    if (hasFailed) await this.link.run(() => this.queue.remove(id));
    const options = { jobId: id, parent, ignoreDependencyOnFailure: true, attempts, backoff: CHILD_BACKOFF };
    await this.link.run(() => this.queue.add(this.pattern, JSON.parse(data) as unknown, options));
  }

  /** The job that has this id. */
  async stored(id: string): Promise<StoredJob | undefined> {
    return storedJob(await this.link.run((redis) => redis.hmget(this.queue.toKey(id), ...STORED_FIELDS)));
  }

  /** Removes a job that failed, unless it is no longer that of this submission. */
  async forgetFailed(id: string, submission: string): Promise<void> {
    const keys = [this.queue.toKey(id), this.queue.toKey('failed')];
    await this.link.run((redis) => removeFailedJobScript.run(redis, keys, [id, submission]));
  }

  /** The job as it is now; undefined where there is none. */
  async read(id: string): Promise<JobSnapshot | undefined> {
    return snapshotOf(await this.link.run((redis) => redis.hmget(this.queue.toKey(id), ...SNAPSHOT_FIELDS)));
  }

  /** What was submitted, as JSON. */
  async readData(id: string): Promise<string | undefined> {
    return (await this.link.run((redis) => redis.hget(this.queue.toKey(id), 'data'))) ?? undefined;
  }

  /** Name of the worker that took the job last, and the progress (JSON) of its earlier runs. */
  async readRun(id: string): Promise<{ worker?: string; progress?: string }> {
    const [worker, progress] = await this.link.run((redis) => redis.hmget(this.queue.toKey(id), 'pb', 'progress'));
    return { ...(worker ? { worker } : {}), ...(progress ? { progress } : {}) };
  }

  /** Marks a job or one part of it as cancelled; returns the job as it is then. @param failure JSON that the job fails with */
  async cancel(id: string, part: string, failure: string): Promise<JobSnapshot | undefined> {
    const keys = [this.queue.toKey(id), this.eventStream];
    const reply = await this.link.run((redis) => cancelScript.run(redis, keys, [id, part, Date.now(), failure]));
    return reply ? snapshotOf(reply) : undefined;
  }

  /** Removes finished jobs that are older [ms]. BullMQ does so on its own only when another job ends. */
  async removeOlder(age: number): Promise<void> {
    for (const state of ['completed', 'failed'] as const) {
      let removed = MAX_REMOVED;
      while (removed >= MAX_REMOVED)
        removed = (await this.link.run(() => this.queue.clean(age, MAX_REMOVED, state))).length;
    }
  }

  async depth(): Promise<QueueDepth> {
    const states = ['waiting', 'prioritized', 'delayed', 'active', 'completed', 'failed'] as const;
    const counts = await this.link.run(() => this.queue.getJobCounts(...states));
    return Object.fromEntries(states.map((state) => [state, counts[state]])) as unknown as QueueDepth;
  }

  close(): Promise<void> {
    return this.queue.close();
  }
}
