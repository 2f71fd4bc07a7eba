import type { Redis } from 'ioredis';
import { distinctUntilChanged, type Observable, ReplaySubject } from 'rxjs';
import { openRedis, type RedisConnection } from '@exoplanet/redis';
import { isRefusal, JobError, JobsUnavailableError } from '../errors/job-error';

/** `connected`: Redis answers. `reconnecting`: it does not answer now, attempts continue. `disconnected`: closed for good. */
export type JobsStatus = 'connected' | 'reconnecting' | 'disconnected';

/** ioredis has no common class for connection errors: they are whatever is neither a reply nor a programming error. */
function isConnectionError(error: unknown): boolean {
  if (!(error instanceof Error) || error instanceof JobError) return false;
  if (error.name === 'ReplyError') return isRefusal(error);
  return !(error instanceof TypeError || error instanceof RangeError || error instanceof SyntaxError);
}

/**
 * A connection for commands that must not wait. Each command gets its reply or rejects with `JobsUnavailableError`: at once
 * while Redis is known to be down, after `silenceTimeout` when it hangs. The connection never stops trying to reconnect.
 */
export class RedisLink {
  readonly redis: Redis;
  private readonly changes = new ReplaySubject<JobsStatus>(1);
  private readonly firstAttempt: Promise<void>;
  private attempted = false;
  private closed = false;

  /** @param silenceTimeout how long Redis may send nothing while commands wait for replies, before it counts as down [ms] */
  constructor(connection: RedisConnection, silenceTimeout: number) {
    this.redis = openRedis(connection, {
      lazyConnect: false,
      enableOfflineQueue: false,
      autoResendUnfulfilledCommands: false,
      maxRetriesPerRequest: 0,
      silenceTimeout,
      connectTimeout: silenceTimeout,
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

  /** Waits for the first attempt to connect. @throws JobsUnavailableError when Redis is not connected then */
  async ready(): Promise<void> {
    if (!this.attempted) await this.firstAttempt;
    if (!this.isReady) throw new JobsUnavailableError();
  }

  /** @throws JobsUnavailableError in place of any connection error */
  async run<Reply>(work: (redis: Redis) => Promise<Reply>): Promise<Reply> {
    if (!this.isReady) await this.ready();
    try {
      return await work(this.redis);
    } catch (error) {
      throw isConnectionError(error) ? new JobsUnavailableError(error) : error;
    }
  }

  close(): void {
    this.closed = true;
    this.redis.disconnect();
    this.changes.next('disconnected');
  }
}
