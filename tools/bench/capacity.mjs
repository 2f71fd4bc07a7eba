// How much Redis memory a task uses while it waits and after it has finished, how many rows or curves one worker core processes
// per second, and how much memory of the gateway an open socket uses. Takes less than a minute on an idle machine.
// Usage, after `npm run build`: node tools/bench/capacity.mjs [--size N]   (fraction of the full number of tasks)
import { readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { Redis } from 'ioredis';
import { WebSocket } from 'ws';
import { until } from '../dev/until.mjs';
import { candidates } from './load/candidates.mjs';
import { System } from './system/system.mjs';

const { values } = parseArgs({ options: { size: { type: 'string', default: '1' } } });
const size = Number(values.size);
const rows = candidates(1000);
const single = (/** @type {number} */ index) => JSON.stringify(rows[index % rows.length]);
const batch = (/** @type {number} */ index) =>
  JSON.stringify({ predictions: rows.map((row) => ({ ...row, period: row.period + index / 1000 })) });

/** A light curve of 90 days with a cadence of half an hour and a transit every 3.7 days. @param {number} first its first day */
function curve(first) {
  const days = 90;
  const time = Array.from({ length: days * 48 }, (_, index) => 800 + first + index / 48);
  const flux = time.map((day, index) => 1 + 1e-4 * Math.sin(index * index) - (day % 3.7 < 0.125 ? 1e-3 : 0));
  return JSON.stringify({ time, flux, time_system: 'BKJD', source: 'KEPLER', max_planets: 1 });
}

/** @type {{ what: string, path: string, body: (index: number) => string, count: number, rows: number, clients: number }[]} */
const kinds = [
  { what: 'one row, alone in its command', path: '/predict', body: single, count: 1000, rows: 1, clients: 1 },
  { what: 'one row, from 64 clients at once', path: '/predict', body: single, count: 4000, rows: 1, clients: 64 },
  {
    what: 'one explained row with uncertainty, from 64 clients at once',
    path: '/predict?explain=true&uncertainty=true',
    body: single,
    count: 1000,
    rows: 1,
    clients: 64,
  },
  { what: 'batch of 1,000 rows', path: '/predict/batch', body: batch, count: 60, rows: 1000, clients: 4 },
  {
    what: 'batch of 1,000 explained rows',
    path: '/predict/batch?explain=true',
    body: batch,
    count: 6,
    rows: 1000,
    clients: 2,
  },
  { what: 'light curve of 90 days', path: '/light-curves', body: curve, count: 8, rows: 1, clients: 2 },
];

const system = await System.start({ workers: 1 });
const redis = new Redis(system.redis.url);
try {
  const [{ child: worker }] = system.workers;
  for (const { path, body } of kinds) await untilEnded(await post(path, body(0)));
  // Redis shrinks the buffers of new connections after some seconds.
  await delay(10_000);
  console.log('| task | bytes of Redis, waiting | bytes of Redis, finished | rows or curves per second and core |');
  console.log('| --- | --- | --- | --- |');
  for (const kind of kinds) console.log(`| ${(await measure(kind, worker)).join(' | ')} |`);
  const perSocket = await memoryOfSockets(Math.round(1000 * size));
  console.log(`\nAn idle socket of /ws takes ${Math.round(perSocket / 1024)} KiB of the gateway.`);
} finally {
  redis.disconnect();
  await system.stop();
}

/**
 * @param {typeof kinds[number]} kind
 * @param {import('./child.mjs').Child} worker
 * @returns {Promise<string[]>} a line of the table
 */
async function measure({ what, path, body, count: whole, rows: rowsOfOne, clients }, worker) {
  const count = Math.max(2, Math.round(whole * size));
  await control('pause');
  const before = await settledRedisMemory();
  const ids = await inParallel(count, clients, (index) => post(path, body(index)));
  const waiting = (await settledRedisMemory()) - before;
  const cpu = worker.cpuMs;
  await control('resume');
  for (const id of ids) await untilEnded(id);
  const seconds = (worker.cpuMs - cpu) / 1000;
  const finished = (await settledRedisMemory()) - before;
  const perTask = (/** @type {number} */ bytes) => Math.round(bytes / count).toLocaleString('en-US');
  const perSecond = Number(((count * rowsOfOne) / seconds).toPrecision(2)).toLocaleString('en-US');
  return [what, perTask(waiting), perTask(finished), perSecond];
}

/** @param {'pause' | 'resume'} command for the worker */
async function control(command) {
  const response = await fetch(`${system.url}/workers/${command}`, { method: 'POST' });
  if (!response.ok) throw new Error(`${command} was answered ${response.status}: ${await response.text()}`);
}

/** @param {string} path @param {string} body @returns {Promise<string>} the task's id */
async function post(path, body) {
  const headers = { 'content-type': 'application/json' };
  const response = await fetch(system.url + path, { method: 'POST', body, headers });
  if (response.status !== 202) throw new Error(`${path} was answered ${response.status}: ${await response.text()}`);
  return /** @type {{ task_id: string }} */ (await response.json()).task_id;
}

/** @param {string} id of a task that must complete */
async function untilEnded(id) {
  const isEnded = async () => {
    const response = await fetch(`${system.url}/tasks/${id}`);
    const { status } = /** @type {{ status: string }} */ (await response.json());
    return status === 'completed';
  };
  await until(`${id} to be completed`, isEnded, { seconds: 120, everyMs: 20 });
}

/** Memory that Redis uses [bytes], without connection and AOF buffers, which vary. */
async function redisMemory() {
  const info = await redis.info('memory');
  const [used, ...buffers] = ['used_memory', 'mem_clients_normal', 'mem_aof_buffer'].map((name) =>
    Number(new RegExp(`^${name}:(\\d+)`, 'm').exec(info)?.[1]),
  );
  return buffers.reduce((rest, bytes) => rest - bytes, used);
}

/** The same. Waits until two readings half a second apart differ by less than 2 kB, i.e. payloads of finished tasks are deleted. */
async function settledRedisMemory() {
  let last = await redisMemory();
  const isSettled = async () => {
    const now = await redisMemory();
    const change = Math.abs(now - last);
    last = now;
    return change < 2000;
  };
  await until('the memory of Redis to be steady', isSettled, { everyMs: 500 });
  return last;
}

/** @param {number} count @returns {Promise<number>} memory of the gateway for each of them [bytes] */
async function memoryOfSockets(count) {
  const { pid } = system.gateway.child;
  const memory = () => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) * 1024;
  const open = (/** @type {number} */ index) =>
    new Promise((done, fail) => {
      const socket = new WebSocket(`${system.url.replace('http', 'ws')}/ws/client-${index}`);
      socket.once('open', () => done(socket)).once('error', fail);
    });
  const before = memory();
  const sockets = /** @type {WebSocket[]} */ (await inParallel(count, 16, open));
  await delay(1000);
  const each = (memory() - before) / count;
  sockets.forEach((socket) => socket.terminate());
  return each;
}

/** @template T @param {number} count @param {number} clients @param {(index: number) => Promise<T>} work @returns {Promise<T[]>} */
async function inParallel(count, clients, work) {
  /** @type {T[]} */
  const results = [];
  let started = 0;
  const client = async () => {
    while (started < count) results.push(await work(started++));
  };
  await Promise.all(Array.from({ length: clients }, client));
  return results;
}
