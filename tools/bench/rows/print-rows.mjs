// Prints how many of the archive's rows are decided, as they are and changed in one thing: by the model alone, in distribution, and
// after the checks, which is what an answer decides.
// usage: EXOPLANET_DATA=DATA node tools/bench/rows/print-rows.mjs [FOLDER OF A MODEL]
import { CHANGES } from './changes.mjs';
import { evidenceOf, measureWith, readTables } from './measure-rows.mjs';

const data = process.env.EXOPLANET_DATA;
if (!data) throw new Error('EXOPLANET_DATA does not name the data folder');
const measure = await measureWith(process.argv[2]);
/**
 * @param {number} part
 * @param {number} whole
 */
const percent = (part, whole) => `${((100 * part) / (whole || 1)).toFixed(2)} %`.padStart(9);

console.log(
  'table and change'.padEnd(46),
  '  rows',
  ' by model',
  'in distr.',
  '  decided',
  'withheld by checks',
  'and distance',
);
for (const { name, rows } of await readTables(data)) {
  const candidates = rows.map(({ candidate }) => candidate);
  const asItIs = await measure(candidates);
  print(`${name} as it is`, asItIs);
  for (const { title, change } of CHANGES) {
    const changed = candidates.map(change).filter((row) => row !== undefined);
    if (changed.length > 0) print(`${name} ${title}`, await measure(changed));
  }
  const { failed, falsePositives } = evidenceOf(rows, asItIs.failed);
  console.log(
    `${name}: ${percent(failed, 1).trim()} fail a check, ${percent(falsePositives, 1).trim()} of the labelled are false positives`,
  );
}

/**
 * @param {string} title
 * @param {import('./measure-rows.mjs').Measurement} measurement
 */
function print(title, { rows, byModel, inDistribution, decided }) {
  const shares = [byModel, inDistribution, decided].map((count) => percent(count, rows));
  const withheld = [
    percent(inDistribution - decided, inDistribution).padStart(18),
    percent(byModel - decided, byModel).padStart(12),
  ];
  console.log(title.padEnd(46), String(rows).padStart(6), ...shares, ...withheld);
}
