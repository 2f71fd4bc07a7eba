import { type Command, Redis, type RedisOptions } from 'ioredis';

/**
 * Sends all commands of one turn of the event loop in one write to the socket. ioredis's own auto-pipelining also does so,
 * but it copies every script into each pipeline and delays a turn until the replies of the previous one.
 * Depends on two parts of ioredis that are not documented: `sendCommand` receives every command, `stream` is the socket.
 */
export class PipelinedRedis extends Redis {
  private corked = false;

  override sendCommand(command: Command, ...rest: never[]): unknown {
    const socket = this.stream;
    if (socket && !this.corked) {
      this.corked = true;
      socket.cork();
      setImmediate(() => {
        this.corked = false;
        socket.uncork();
      });
    }
    return super.sendCommand(command, ...rest);
  }
}

/** Time before the next attempt to connect [ms]. */
export const reconnectDelay = (attempt: number): number => Math.min(50 * attempt, 1000);

/** A connection that waits for Redis without a time limit, which workers need. */
export function workerConnection(options: RedisOptions): Redis {
  const redis = new PipelinedRedis({
    retryStrategy: reconnectDelay,
    ...options,
    replyMapping: 'legacy',
    maxRetriesPerRequest: null,
  });
  redis.on('error', () => undefined);
  return redis;
}
