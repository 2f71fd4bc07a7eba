import type { Redis, RedisOptions } from 'ioredis';
import { distinctUntilChanged, type Observable, ReplaySubject } from 'rxjs';
import { JobError, JobsUnavailableError } from '../errors/job-error';
import { PipelinedRedis } from './pipelined-redis';

/** `connected`: commands are answered. `reconnecting`: not at present, still trying. `disconnected`: closed for good. */
export type JobsStatus = 'connected' | 'reconnecting' | 'disconnected';

/** Replies of a Redis that is up but cannot serve: starting, read-only, out of memory, without a disk. */
const REFUSALS = /^(LOADING|READONLY|OOM|MISCONF|BUSY|MASTERDOWN|CLUSTERDOWN|NOREPLICAS|NOAUTH|WRONGPASS)/;

const patiently = (attempt: number) => Math.min(50 * attempt, 1000);

/** A connection that waits for Redis however long it takes, as workers do. */
export function patientConnection(options: RedisOptions): Redis {
  const redis = new PipelinedRedis({
    retryStrategy: patiently,
    ...options,
    replyMapping: 'legacy',
    maxRetriesPerRequest: null,
  });
  redis.on('error', () => undefined);
  return redis;
}

/** ioredis has no one class for errors of the connection: they are what is neither a reply nor a fault in the program. */
function isOfConnection(error: unknown): boolean {
  if (!(error instanceof Error) || error instanceof JobError) return false;
  if (error.name === 'ReplyError') return REFUSALS.test(error.message);
  return !(error instanceof TypeError || error instanceof RangeError || error instanceof SyntaxError);
}

/**
 * A connection for commands that must not wait: each answers or rejects with `JobsUnavailableError`, at once while Redis
 * is known to be down and after `commandTimeout` where it hangs. It reconnects for ever. What is asked in one turn of the
 * event loop travels in one pipeline.
 */
export class RedisLink {
  readonly redis: Redis;
  private readonly changes = new ReplaySubject<JobsStatus>(1);
  private readonly firstAttempt: Promise<void>;
  private attempted = false;
  private closed = false;

  constructor(options: RedisOptions, commandTimeout: number) {
    this.redis = new PipelinedRedis({
      retryStrategy: patiently,
      ...options,
      replyMapping: 'legacy',
      lazyConnect: false,
      enableOfflineQueue: false,
      autoResendUnfulfilledCommands: false,
      maxRetriesPerRequest: 0,
      commandTimeout,
      // A peer that vanished without a word is found out by its silence, and the link counts as down from then on.
      socketTimeout: commandTimeout,
      connectTimeout: commandTimeout,
    });
    this.redis.on('ready', () => this.changes.next('connected'));
    this.redis.on('close', () => this.changes.next(this.closed ? 'disconnected' : 'reconnecting'));
    this.redis.on('error', () => undefined);
    this.firstAttempt = new Promise<void>((resolve) => {
      this.redis.once('ready', resolve).once('close', resolve);
    }).then(() => void (this.attempted = true));
  }

  get status(): Observable<JobsStatus> {
    return this.changes.pipe(distinctUntilChanged());
  }

  get isReady(): boolean {
    return this.redis.status === 'ready';
  }

  /** Resolves when Redis is reached. @throws JobsUnavailableError when the first attempt has failed and none since has succeeded. */
  async ready(): Promise<void> {
    if (!this.attempted) await this.firstAttempt;
    if (!this.isReady) throw new JobsUnavailableError();
  }

  /** @throws JobsUnavailableError instead of any error of the connection. */
  async run<Reply>(work: (redis: Redis) => Promise<Reply>): Promise<Reply> {
    if (!this.isReady) await this.ready();
    try {
      return await work(this.redis);
    } catch (error) {
      throw isOfConnection(error) ? new JobsUnavailableError(error) : error;
    }
  }

  close(): void {
    this.closed = true;
    this.redis.disconnect();
    this.changes.next('disconnected');
  }
}
