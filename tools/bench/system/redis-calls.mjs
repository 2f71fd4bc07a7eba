import { Redis } from 'ioredis';

/** Calls that come on their own account, whatever the tasks: heartbeats, looks for lost jobs, the counting itself. */
const NOT_OF_TASKS = new Set(['info', 'multi', 'exec', 'set', 'client', 'hello', 'auth', 'ping']);

/**
 * Calls that reach Redis from outside for each task of some work; what its scripts call within costs no round trip.
 * @param {string} url of Redis
 * @param {() => Promise<number>} work gives the number of its tasks
 */
export async function callsFromOutside(url, work) {
  const redis = new Redis(url);
  const monitor = await redis.monitor();
  let calls = 0;
  monitor.on('monitor', (_time, [name], source) => {
    if (source !== 'lua' && !NOT_OF_TASKS.has(name.toLowerCase())) calls++;
  });
  try {
    return await work().then((tasks) => calls / tasks);
  } finally {
    monitor.disconnect();
    redis.disconnect();
  }
}
