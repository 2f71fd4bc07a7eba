import { type Job, UnrecoverableError, WaitingChildrenError, WaitingError, Worker } from 'bullmq';
import type { Redis } from 'ioredis';
import { openRedis, type RedisConnection } from '@exoplanet/redis';
import { settledWithin } from '../settled-within';
import { JobFlow } from './job-flow';
import { JobIsolation } from './job-isolation';
import { checkPattern } from './job-names';
import { type TransportJobOptions, WHOLE_JOB } from './job-options';
import { JobProducer } from './job-producer';
import type { RedisLink } from './redis-link';
import { resetReservationsScript } from './reset-reservations-script';

/** A job as a worker receives it. */
export interface ReceivedJob<Data> {
  readonly id: string;
  readonly data: Data;
  /** 1 in the first run. */
  readonly attempt: number;
  /** Whether a retryable failure of this run is final. */
  readonly isLastAttempt: boolean;
  /** [ms since 1970] */
  readonly createdAt: number;
  /** Parts that were cancelled before this run. */
  readonly cancelledParts: readonly string[];
  /** How often a worker that held the job died or fell silent. */
  readonly losses: number;
  /** Bytes of payload memory that the job holds until it ends. */
  readonly reserved: number;
  readonly flow: JobFlow;
  writeProgress(value: Progress): Promise<void>;
}

export type Progress = string | number | boolean | object;

/** How a run ended: with a result, with a failure (JSON), or not at all because the job is to run elsewhere. */
export type RunOutcome<Result> =
  | { type: 'completed'; result: Result }
  | { type: 'failed'; failure: string; retryable: boolean }
  /** The job runs again once all of its children have ended. */
  | { type: 'waits for children' }
  /** `started`: whether the handler had started. */
  | { type: 'handed back'; started: boolean };

export interface JobConsumerOptions {
  connection: RedisConnection;
  prefix: string;
  name: string;
  concurrency: number;
  lockDuration: number;
  stalledInterval: number;
  maxStalledCount: number;
  resultTtl: number;
  resultLimit: number;
}

export interface JobConsumerListener<Data, Result> {
  run(job: ReceivedJob<Data>): Promise<RunOutcome<Result>>;
  /** The job has completed or failed for good, whether or not this worker ran it. */
  onEnd(job: Pick<ReceivedJob<Data>, 'data' | 'reserved'>): void;
  /** No job waits any more. */
  onDrained(): void;
  onLockLost(id: string): void;
  onError(error: Error): void;
}

/** The worker's side of one BullMQ queue: takes jobs and commits how each run ended. */
export class JobConsumer<Data, Result> {
  private readonly connection: Redis;
  private readonly worker: Worker<Data, Result>;
  private readonly children = new Map<string, JobProducer>();
  private readonly sweeps: NodeJS.Timeout;
  private readonly clockChecks: NodeJS.Timeout;

  constructor(
    pattern: string,
    private readonly options: JobConsumerOptions,
    private readonly link: RedisLink,
    private readonly listener: JobConsumerListener<Data, Result>,
  ) {
    // Workers wait for Redis without a time limit.
    this.connection = openRedis(options.connection, { maxRetriesPerRequest: null });
    this.connection.on('error', () => undefined);
    const keep = { age: options.resultTtl, count: options.resultLimit };
    this.worker = new Worker<Data, Result>(checkPattern(pattern), (job, token) => this.process(job, token!), {
      connection: this.connection,
      prefix: options.prefix,
      name: options.name,
      concurrency: options.concurrency,
      lockDuration: options.lockDuration,
      stalledInterval: options.stalledInterval,
      maxStalledCount: options.maxStalledCount,
      runRetryDelay: 1000,
      removeOnComplete: keep,
      removeOnFail: keep,
    });
    this.sweeps = setInterval(() => this.sweep(pattern), sweepInterval(options.resultTtl));
    this.sweeps.unref();
    this.clockChecks = setInterval(() => void this.searchAfterClockWasSetBack(), options.stalledInterval);
    this.clockChecks.unref();
    this.worker.on('error', (error) => listener.onError(error));
    this.worker.on('lockRenewalFailed', (ids) => ids.forEach((id) => listener.onLockLost(id)));
    this.worker.on('drained', () => listener.onDrained());
    this.worker.on('completed', (job) => listener.onEnd(this.received(job)));
    this.worker.on('failed', (job) => {
      if (job?.finishedOn) listener.onEnd(this.received(job));
    });
  }

  /** Takes no new jobs; those that run go on. */
  pause(): void {
    void this.worker.pause(true);
  }

  resume(): void {
    void this.worker.resume();
  }

  /** Parts of the job that are marked as cancelled in Redis; all of it where its parent is. */
  async readCancelledParts({ id, flow }: Pick<ReceivedJob<Data>, 'id' | 'flow'>): Promise<string[]> {
    if (await flow.isParentCancelled()) return [WHOLE_JOB];
    const parts = await this.link.redis.hget(this.worker.toKey(id), 'cancelled');
    return parts ? (JSON.parse(parts) as string[]) : [];
  }

  /** Removes the field of a hash of counters if the queue has no unfinished job. */
  async resetWhenIdle(hash: string, field: string): Promise<void> {
    const keys = ['wait', 'active', 'delayed', 'prioritized'].map((name) => this.worker.toKey(name));
    await this.link.run((redis) => resetReservationsScript.run(redis, [...keys, hash], [field]));
  }

  /** Opens the isolation marks of a job that was lost with its worker. */
  isolate({ id, attempt }: ReceivedJob<Data>): Promise<JobIsolation> {
    return JobIsolation.open(this.link, this.worker.toKey(id), attempt);
  }

  /** @param timeout longest time to wait for Redis [ms] */
  async close(timeout: number): Promise<void> {
    clearInterval(this.sweeps);
    clearInterval(this.clockChecks);
    await settledWithin(this.worker.close(!this.link.isReady), timeout);
    await Promise.all([...this.children.values()].map((producer) => producer.close()));
    this.connection.disconnect();
  }

  /** Removes expired results, even while no job ends. */
  private sweep(pattern: string): void {
    if (!this.link.isReady) return;
    this.producerOf(pattern)
      .removeOlder(this.options.resultTtl * 1000)
      .catch(() => undefined);
  }

  /**
   * BullMQ searches for lost jobs when a key in Redis expires. If Redis' clock was set back, the key would live too long, so it is
   * deleted here.
   */
  private async searchAfterClockWasSetBack(): Promise<void> {
    if (!this.link.isReady) return;
    const key = this.worker.toKey('stalled-check');
    const left = await this.link.redis.pttl(key).catch(() => 0);
    if (left > this.options.stalledInterval) await this.link.redis.del(key).catch(() => 0);
  }

  private async process(job: Job<Data>, token: string): Promise<Result> {
    const outcome = await this.listener.run(this.received(job));
    switch (outcome.type) {
      case 'completed':
        return outcome.result;
      case 'failed':
        throw bullError(outcome.failure, outcome.retryable);
      case 'waits for children':
        // Where all of them have ended in the meantime, the job goes on at once.
        if (await job.moveToWaitingChildren(token)) throw new WaitingChildrenError();
        return this.process(job, token);
      case 'handed back':
        return this.handBack(job, token, outcome.started);
    }
  }

  private received(job: Job<Data>): ReceivedJob<Data> {
    return {
      id: job.id!,
      data: job.data,
      attempt: job.attemptsStarted,
      isLastAttempt: job.attemptsMade + 1 >= (job.opts.attempts ?? 1),
      createdAt: job.timestamp,
      cancelledParts: (job.opts as TransportJobOptions).cancelled ?? [],
      losses: job.stalledCounter,
      reserved: (job.opts as TransportJobOptions).reserved ?? 0,
      flow: new JobFlow(job, this.worker.qualifiedName, this.link, (pattern) => this.producerOf(pattern)),
      writeProgress: (value) => job.updateProgress(value),
    };
  }

  private producerOf(pattern: string): JobProducer {
    let producer = this.children.get(pattern);
    if (!producer) {
      producer = new JobProducer(pattern, this.options.prefix, this.link);
      this.children.set(pattern, producer);
    }
    return producer;
  }

  /** Returns the job to the head of the queue. The run does not count as a failed attempt. */
  private async handBack(job: Job, token: string, started: boolean): Promise<never> {
    // BullMQ has counted the start in `ats`. A run that had started is offset in `gu`, our own field.
    const [counter, change] = started ? (['gu', 1] as const) : (['ats', -1] as const);
    await this.link.redis.hincrby(this.worker.toKey(job.id!), counter, change).catch(() => undefined);
    await job.moveToWait(token);
    throw new WaitingError();
  }
}

/** Time between two removals of what is too old [ms]; all workers do so. @param ttl [s] */
const sweepInterval = (ttl: number): number => Math.min(30_000, Math.max(500, (ttl * 1000) / 20));

function bullError(failure: string, retryable: boolean): Error {
  const error = retryable ? new Error(failure) : new UnrecoverableError(failure);
  // BullMQ would store it with the job: the failure a second time, and a stack that only shows this function.
  error.stack = undefined;
  return error;
}
