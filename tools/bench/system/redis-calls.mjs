import { Redis } from 'ioredis';

/** Commands that tasks need; heartbeats and the like use others. */
const OF_TASKS = new Set(['evalsha', 'eval', 'hget', 'hmget', 'hset', 'xread', 'bzpopmin']);

/**
 * How many commands of clients reach Redis for one task; what its scripts call inside costs no round trip.
 * @param {string} url of Redis
 * @param {string} prefix first part of the system's keys
 * @param {() => Promise<number>} work returns the number of its tasks
 * @returns {Promise<number>}
 */
export async function clientCallsPerTask(url, prefix, work) {
  const redis = new Redis(url);
  const monitor = await redis.monitor();
  let calls = 0;
  const isOfQueue = (/** @type {string} */ arg) =>
    arg.startsWith(`${prefix}:predict:`) || arg.startsWith(`${prefix}:payload`);
  monitor.on('monitor', (/** @type {string} */ _time, /** @type {string[]} */ [name, ...args], source) => {
    if (source !== 'lua' && OF_TASKS.has(name.toLowerCase()) && args.some(isOfQueue)) calls++;
  });
  try {
    return await work().then((tasks) => calls / tasks);
  } finally {
    monitor.disconnect();
    redis.disconnect();
  }
}
