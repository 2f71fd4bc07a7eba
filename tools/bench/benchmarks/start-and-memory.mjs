import { setTimeout as delay } from 'node:timers/promises';
import { median } from '../load/drive.mjs';
import { System } from '../system/system.mjs';
import { row } from '../table.mjs';

const MAX_START_S = 4;
const MAX_GATEWAY_MB = 150;
const MAX_WORKER_MB = 250;
/** After start-up, memory settles for this time before it is read. */
const SETTLE_MS = 2000;

/** From nothing to ready, and the memory of a system that has answered no request yet. @type {import('../context.mjs').Benchmark} */
export async function startAndMemory({ rounds }) {
  /** @type {Awaited<ReturnType<typeof startOnce>>[]} */
  const starts = [];
  for (let round = 0; round < rounds; round++) starts.push(await startOnce());
  const seconds = median(starts.map(({ readyMs }) => readyMs)) / 1000;
  const memoryRow = (/** @type {'gateway' | 'worker'} */ part, /** @type {number} */ max) => {
    const megabytes = median(starts.map((start) => start[part]));
    return row({
      work: `idle memory, ${part}`,
      measured: `${Math.round(megabytes)} MB`,
      required: `≤ ${max} MB`,
      reached: megabytes <= max,
    });
  };
  return [
    row({
      work: 'start to ready, Redis and both programs at once',
      measured: `${seconds.toFixed(1)} s`,
      required: `≤ ${MAX_START_S} s`,
      reached: seconds <= MAX_START_S,
    }),
    memoryRow('gateway', MAX_GATEWAY_MB),
    memoryRow('worker', MAX_WORKER_MB),
  ];
}

async function startOnce() {
  const started = performance.now();
  const system = await System.start();
  const readyMs = performance.now() - started;
  await delay(SETTLE_MS);
  const found = { readyMs, gateway: system.gateway.child.residentMb, worker: system.workers[0].child.residentMb };
  await system.stop();
  return found;
}
