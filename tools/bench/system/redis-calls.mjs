import { once } from 'node:events';
import { connect } from 'node:net';
import { createInterface } from 'node:readline';

/** Commands that tasks need; heartbeats and the like use others. */
const OF_TASKS = new Set(['evalsha', 'eval', 'hget', 'hmget', 'hset', 'xread', 'bzpopmin']);

/** `+1795903079.34 [0 127.0.0.1:58340] "hget" "key" …`; the source of what a script calls is `lua`. */
const LINE = /^\+[\d.]+ \[\d+ (\S+)\] "(\w+)"(.*)$/;

/**
 * How many commands of clients reach Redis for one task; what its scripts call inside costs no round trip.
 * @param {string} url of Redis
 * @param {string} prefix first part of the system's keys
 * @param {() => Promise<number>} work returns the number of its tasks
 * @returns {Promise<number>}
 */
export async function clientCallsPerTask(url, prefix, work) {
  const { hostname, port } = new URL(url);
  // ioredis' own monitor fails at times on a busy server.
  const monitor = connect(Number(port || 6379), hostname);
  await once(monitor, 'connect');
  let calls = 0;
  createInterface({ input: monitor }).on('line', (line) => {
    const [, source, name = '', args = ''] = LINE.exec(line) ?? [];
    const isOfQueue = args.includes(`"${prefix}:predict:`) || args.includes(`"${prefix}:payload`);
    if (source !== 'lua' && OF_TASKS.has(name.toLowerCase()) && isOfQueue) calls++;
  });
  monitor.write('MONITOR\r\n');
  try {
    return await work().then((tasks) => calls / tasks);
  } finally {
    monitor.destroy();
  }
}
