import type { Redis } from 'ioredis';

/** Looks at the connection, one after the other without a byte, after which Redis counts as silent. */
const LOOKS = 8;

/**
 * Closes each connection of this client on which Redis has sent nothing for the given time although commands wait for their
 * replies, so that they are rejected and the client connects again. It counts looks at the socket rather than time: where the
 * process itself got no processor for seconds, Node runs the timers that are due before it reads from the sockets, and the
 * `commandTimeout` and `socketTimeout` of ioredis then take replies that have long arrived for missing ones.
 * @param silence [ms]
 */
export function closeWhenSilent(redis: Redis, silence: number): void {
  redis.on('connect', () => {
    const { stream } = redis;
    let bytesRead = -1;
    let silentLooks = 0;
    const looks = setInterval(() => {
      const isSilent = redis.commandQueue.length > 0 && stream.bytesRead === bytesRead;
      silentLooks = isSilent ? silentLooks + 1 : 0;
      bytesRead = stream.bytesRead;
      if (silentLooks === LOOKS) stream.destroy(new Error(`Redis sent nothing for ${silence} ms`));
    }, silence / LOOKS).unref();
    stream.once('close', () => clearInterval(looks));
  });
}
