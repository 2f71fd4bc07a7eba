import { setTimeout as delay } from 'node:timers/promises';
import { median } from '../load/drive.mjs';
import { System } from '../system/system.mjs';
import { row } from '../table.mjs';

const LIMITS = { gateway: 150, worker: 250 };
const LONGEST_START = 4;

/** From nothing to ready, and what a system takes that nobody has asked for anything. */
export async function startAndMemory({ rounds }) {
  const starts = [];
  for (let round = 0; round < rounds; round++) starts.push(await oneStart());
  const seconds = median(starts.map(({ readyMs }) => readyMs)) / 1000;
  const memory = (part) => median(starts.map((start) => start[part]));
  return [
    row({
      work: 'start to ready, Redis and both programs at once',
      measured: `${seconds.toFixed(1)} s`,
      required: `≤ ${LONGEST_START} s`,
      reached: seconds <= LONGEST_START,
    }),
    ...Object.entries(LIMITS).map(([part, limit]) =>
      row({
        work: `idle memory, ${part}`,
        measured: `${Math.round(memory(part))} MB`,
        required: `≤ ${limit} MB`,
        reached: memory(part) <= limit,
      }),
    ),
  ];
}

async function oneStart() {
  const started = performance.now();
  const system = await System.start();
  const readyMs = performance.now() - started;
  await delay(2000);
  const found = { readyMs, gateway: system.gateway.residentMb, worker: system.workers[0].child.residentMb };
  await system.stop();
  return found;
}
