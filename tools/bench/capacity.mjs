// How much memory of Redis a task takes while it waits and when it has finished, and how many rows one core of a worker
// answers. Usage, after `npm run build`: node tools/bench/capacity.mjs [--tasks N]
import { parseArgs } from 'node:util';
import { Redis } from 'ioredis';
import { until } from '../dev/until.mjs';
import { candidates } from './load/candidates.mjs';
import { System } from './system/system.mjs';

const { values } = parseArgs({ options: { tasks: { type: 'string', default: '200' } } });
const tasks = Number(values.tasks);
const rows = candidates(1000);

/** @param {number} days @returns {string} a light curve with a cadence of half an hour and a transit every 3.7 days */
function curve(days) {
  const time = Array.from({ length: days * 48 }, (_, index) => 800 + index / 48);
  const flux = time.map((day, index) => 1 + 1e-4 * Math.sin(index * index) - (day % 3.7 < 0.125 ? 1e-3 : 0));
  return JSON.stringify({ time, flux, time_system: 'BKJD', source: 'KEPLER', max_planets: 1 });
}

const batchOf = (/** @type {number} */ count) => JSON.stringify({ predictions: rows.slice(0, count) });

/** @type {{ what: string, path: string, body: string, count: number, rows: number, alone?: boolean }[]} */
const kinds = [
  { what: 'one row, sent alone', path: '/predict', body: JSON.stringify(rows[0]), count: tasks, rows: 1, alone: true },
  { what: 'one row, 64 clients', path: '/predict', body: JSON.stringify(rows[0]), count: 10 * tasks, rows: 1 },
  {
    what: 'one explained row, sent alone',
    path: '/predict?explain=true&uncertainty=true',
    body: JSON.stringify(rows[0]),
    count: tasks,
    rows: 1,
    alone: true,
  },
  { what: 'batch of 1,000 rows', path: '/predict/batch', body: batchOf(1000), count: tasks / 10, rows: 1000 },
  {
    what: 'batch of 1,000 explained rows',
    path: '/predict/batch?explain=true',
    body: batchOf(1000),
    count: tasks / 20,
    rows: 1000,
  },
  { what: 'light curve of 90 days', path: '/light-curves', body: curve(90), count: tasks / 20, rows: 1 },
];

console.log('| task | bytes of Redis, waiting | bytes of Redis, finished | rows or curves a second of one core |');
console.log('| --- | --- | --- | --- |');
for (const kind of kinds) console.log(`| ${(await measure(kind)).join(' | ')} |`);

/** @param {typeof kinds[number]} kind @returns {Promise<string[]>} a line of the table */
async function measure({ what, path, body, count, rows: rowsOfOne, alone = false }) {
  const system = await System.start({ workers: 0 });
  const redis = new Redis(system.redis.url);
  try {
    /** @returns {Promise<number>} */
    const memory = async () => Number(/used_memory:(\d+)/.exec(await redis.info('memory'))?.[1]);
    const post = async () => {
      const headers = { 'content-type': 'application/json' };
      const response = await fetch(system.url + path, { method: 'POST', body, headers });
      if (response.status !== 202) throw new Error(`${path} was answered ${response.status}: ${await response.text()}`);
      return /** @type {{ task_id: string }} */ (await response.json()).task_id;
    };
    await system.addWorker('warm-up');
    const first = await post();
    await untilEnded(system.url, first);
    const [warm] = system.workers.splice(0);
    await warm.child.stop();
    const before = await memory();
    const ids = await inParallel(count, alone ? 1 : 64, post);
    const waiting = (await memory()) - before;
    await system.addWorker('worker');
    const [{ child }] = system.workers;
    const cpu = child.cpuMs;
    for (const id of ids) await untilEnded(system.url, id);
    const seconds = (child.cpuMs - cpu) / 1000;
    const finished = (await memory()) - before;
    const perTask = (/** @type {number} */ bytes) => Math.round(bytes / count).toLocaleString('en-US');
    return [what, perTask(waiting), perTask(finished), ((count * rowsOfOne) / seconds).toPrecision(2)];
  } finally {
    redis.disconnect();
    await system.stop();
  }
}

/** @param {string} url @param {string} id */
async function untilEnded(url, id) {
  const status = async () => (await (await fetch(`${url}/tasks/${id}`)).json()).status;
  await until(`${id} to be completed`, async () => (await status()) === 'completed', { seconds: 300, everyMs: 20 });
}

/** @template T @param {number} count @param {number} clients @param {() => Promise<T>} work @returns {Promise<T[]>} */
async function inParallel(count, clients, work) {
  /** @type {T[]} */
  const results = [];
  let started = 0;
  const client = async () => {
    while (started++ < count) results.push(await work());
  };
  await Promise.all(Array.from({ length: clients }, client));
  return results;
}
