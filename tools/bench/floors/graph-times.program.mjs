// Processor time of one row in the graphs of two versions of a row model, in alternating runs on one thread; prints the medians and
// their ratio, for batches and for a row alone.
// usage: graph-times.program.mjs MODEL_FOLDER OTHER_FOLDER [RUNS]
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Tensor } from 'onnxruntime-node';
import { openGraph } from './open-graph.mjs';

const [first, second, runs = '9'] = process.argv.slice(2);
if (!second) throw new Error('usage: graph-times.program.mjs MODEL_FOLDER OTHER_FOLDER [RUNS]');
/** Rows of a run: many enough that the clock of the processor's time does not matter. */
const ROWS_OF_A_RUN = { 1024: 40_960, 1: 2_000 };
const models = await Promise.all([first, second].map(open));

for (const batch of /** @type {const} */ ([1024, 1])) {
  const times = models.map(() => /** @type {number[]} */ ([]));
  for (let run = -1; run < Number(runs); run++)
    for (const [index, model] of models.entries()) {
      const time = await microsecondsPerRow(model, batch);
      if (run >= 0) times[index].push(time);
    }
  const [one, other] = times.map(median);
  console.log(
    `${batch} rows at a time: ${one.toFixed(2)} µs and ${other.toFixed(2)} µs of a core per row, ratio ${(other / one).toFixed(3)}`,
  );
}

/** @param {string} folder */
async function open(folder) {
  const session = await openGraph(folder);
  const golden = JSON.parse(readFileSync(join(folder, 'golden.json'), 'utf8'));
  return { session, rows: /** @type {(number | null)[][]} */ (golden.rows) };
}

/** @param {Awaited<ReturnType<typeof open>>} model @param {1024 | 1} batch */
async function microsecondsPerRow({ session, rows }, batch) {
  const width = rows[0].length;
  const feeds = Array.from({ length: batch === 1 ? rows.length : 1 }, (_, from) => {
    const values = Float32Array.from(
      { length: batch * width },
      (_value, index) => rows[(from + Math.floor(index / width)) % rows.length][index % width] ?? NaN,
    );
    return { row: new Tensor('float32', values, [batch, width]) };
  });
  const times = ROWS_OF_A_RUN[batch] / batch;
  const before = process.cpuUsage();
  for (let call = 0; call < times; call++) await session.run(feeds[call % feeds.length]);
  const { user, system } = process.cpuUsage(before);
  return (user + system) / (times * batch);
}

/** @param {number[]} values */
function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
}
