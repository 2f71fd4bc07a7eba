import type { Redis } from 'ioredis';

/** Number of consecutive checks without a new byte after which Redis counts as silent. */
const CHECKS = 8;

/**
 * Closes each connection of this client on which Redis has sent nothing for the given time although commands wait for their
 * replies, so that they are rejected and the client connects again. It counts checks of the socket rather than time: where the
 * process itself got no processor for seconds, Node runs the timers that are due before it reads from the sockets, and the
 * `commandTimeout` and `socketTimeout` of ioredis then take replies that have long arrived for missing ones.
 * @param silence [ms]
 */
export function closeWhenSilent(redis: Redis, silence: number): void {
  redis.on('connect', () => {
    const { stream } = redis;
    let bytesRead = -1;
    let silentChecks = 0;
    const checks = setInterval(() => {
      const isSilent = redis.commandQueue.length > 0 && stream.bytesRead === bytesRead;
      silentChecks = isSilent ? silentChecks + 1 : 0;
      bytesRead = stream.bytesRead;
      if (silentChecks === CHECKS) stream.destroy(new Error(`Redis sent nothing for ${silence} ms`));
    }, silence / CHECKS).unref();
    stream.once('close', () => clearInterval(checks));
  });
}
