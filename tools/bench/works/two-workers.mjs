import { spawnSync } from 'node:child_process';
import { beside } from '../load/beside.mjs';
import { System } from '../system/system.mjs';
import { count, row, times } from '../table.mjs';
import { batches } from './large-batches.mjs';

/** Each row takes 200 draws within its errors: 20,000 rows of the model in a batch, beside which all else is little. */
const PATH = '/predict/batch?wait=60&uncertainty=true';
const ROWS = 100;
/** Enough for both workers to have some at all times, however they are shared out. */
const CLIENTS = 8;

/** The same work on one worker and on two, each with a core of its own: a worker that has both cores uses both. */
export async function twoWorkers({ seconds, rounds }) {
  const title = {
    work: 'two workers, work bound by inference',
    beside: 'one worker',
    required: '≥ 1.8 × on two free cores',
  };
  if (spawnSync('taskset', ['--version']).error) return [row({ ...title, why: 'there is no taskset' })];
  const [one, two] = [
    await System.start({ workers: 1, pinned: true }),
    await System.start({ workers: 2, pinned: true }),
  ];
  try {
    // A batch takes long, and a short time holds few.
    const [alone, together] = [
      await batches(one.url, ROWS, PATH, 3 * seconds, CLIENTS),
      await batches(two.url, ROWS, PATH, 3 * seconds, CLIENTS),
    ];
    const found = await beside(rounds, alone, together);
    return [
      row({
        ...title,
        floor: count(found.floor),
        measured: count(found.measured),
        ratio: times(found.ratio),
        reached: found.ratio >= 1.8,
      }),
    ];
  } finally {
    await Promise.all([one.stop(), two.stop()]);
  }
}
