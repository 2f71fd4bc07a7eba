import { Redis } from 'ioredis';

/** Calls that tasks make; heartbeats and the like make others. */
const OF_TASKS = new Set(['evalsha', 'eval', 'hget', 'hmget', 'hset', 'xread', 'bzpopmin']);

/**
 * Calls that reach Redis from outside for each task of some work; what its scripts call within costs no round trip.
 * @param {string} url of Redis
 * @param {string} prefix first part of the system's keys
 * @param {() => Promise<number>} work gives the number of its tasks
 * @returns {Promise<number>}
 */
export async function callsFromOutside(url, prefix, work) {
  const redis = new Redis(url);
  const monitor = await redis.monitor();
  let calls = 0;
  monitor.on('monitor', (_time, [name, ...args], source) => {
    if (source !== 'lua' && OF_TASKS.has(name.toLowerCase()) && args.some((arg) => isOfQueue(arg, prefix))) calls++;
  });
  try {
    const tasks = await work();
    return calls / tasks;
  } finally {
    monitor.disconnect();
    redis.disconnect();
  }
}

const isOfQueue = (arg, prefix) => arg.startsWith(`${prefix}:predict:`) || arg.startsWith(`${prefix}:payload`);
