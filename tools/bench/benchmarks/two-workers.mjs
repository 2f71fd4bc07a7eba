import { onPath } from '../../dev/install/on-path.mjs';
import { measureInTurns } from '../load/in-turns.mjs';
import { System } from '../system/system.mjs';
import { count, row, times } from '../table.mjs';
import { rowsPerSecond } from './large-batches.mjs';

/** Each row takes 200 draws within its errors, so a batch is 20,000 rows of the model and everything else is small. */
const PATH = '/predict/batch?wait=60&uncertainty=true';
const ROWS = 100;
/** Enough that both workers always have commands, however they are shared out. */
const CLIENTS = 8;
const MIN_RATIO = 1.8;

/** The same work on one worker and on two. Each has a core of its own, because a worker that has both cores uses both. @type {import('../context.mjs').Benchmark} */
export async function twoWorkers({ seconds, rounds }) {
  const title = {
    work: 'two workers, work bound by inference',
    beside: 'one worker',
    required: `≥ ${MIN_RATIO} × on two free cores`,
  };
  if (!onPath('taskset')) return [row({ ...title, why: 'there is no taskset' })];
  const [one, two] = [
    await System.start({ workers: 1, pinned: true }),
    await System.start({ workers: 2, pinned: true }),
  ];
  try {
    // A batch takes long, so a short measurement holds few of them.
    const [alone, together] = [
      await rowsPerSecond(one.url, ROWS, PATH, 3 * seconds, CLIENTS),
      await rowsPerSecond(two.url, ROWS, PATH, 3 * seconds, CLIENTS),
    ];
    const found = await measureInTurns(rounds, alone, together);
    return [
      row({
        ...title,
        floor: count(found.floor),
        measured: count(found.measured),
        ratio: times(found.ratio),
        reached: found.ratio >= MIN_RATIO,
      }),
    ];
  } finally {
    await Promise.all([one.stop(), two.stop()]);
  }
}
