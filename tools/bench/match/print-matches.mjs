// Prints what the ephemeris match finds in the archive's tables, and how long it takes.
// usage: EXOPLANET_DATA=DATA node tools/bench/match/print-matches.mjs [--csv FILE]
// With --csv, also writes what a catalogue knows of each row, for `python -m training context`.
import { writeFileSync } from 'node:fs';
import { importSource } from '../import-source.mjs';
import { FALSE_POSITIVES, PLANETS, readTables } from '../rows/measure-rows.mjs';

const data = process.env.EXOPLANET_DATA;
if (!data) throw new Error('EXOPLANET_DATA does not name the data folder');
const { matchEphemerides, multiplicity } = await importSource('libs/catalog/src/index.ts');
const csv = process.argv[2] === '--csv' ? process.argv[3] : undefined;
const lines = ['mission,object_id,match,weaker,multiplicity'];

for (const { name, rows } of await readTables(data)) {
  const catalogue = rows.map(({ candidate }, key) => ({ ...candidate, key }));
  const started = performance.now();
  const matches = matchEphemerides(catalogue);
  const objects = multiplicity(catalogue);
  const seconds = (performance.now() - started) / 1000;
  const others = [...matches].filter(([, match]) => !match.same_star);

  console.log(`${name}: ${rows.length} rows in ${seconds.toFixed(2)} s`);
  print('matched with another star', others);
  for (const [title, weaker] of /** @type {const} */ ([
    ['  and the weaker of the two', true],
    ['  and the stronger', false],
    ['  and unknown which', undefined],
  ]))
    print(
      title,
      others.filter(([, match]) => match.weaker === weaker),
    );
  print(
    'matched on one star alone',
    [...matches].filter(([, match]) => match.same_star),
  );
  const flagged = rows.flatMap(({ original }, row) => (original.koi_fpflag_ec === '1' ? [row] : []));
  const found = flagged.filter((row) => matches.get(row)?.same_star === false).length;
  if (flagged.length > 0)
    console.log(`  koi_fpflag_ec found: ${found} of ${flagged.length} (${percent(found, flagged.length)})`);
  for (const [row, { candidate }] of rows.entries()) {
    const match = matches.get(row);
    const other = match && !match.same_star ? match : undefined;
    lines.push(
      [candidate.source, candidate.id ?? '', other?.match ?? '', other?.weaker ?? '', objects.get(row) ?? ''].join(),
    );
  }

  /** @param {string} title @param {[number, unknown][]} chosen */
  function print(title, chosen) {
    const labels = chosen.map(([row]) => rows[row].label);
    const negatives = labels.filter((label) => FALSE_POSITIVES.includes(label)).length;
    const labelled = negatives + labels.filter((label) => PLANETS.includes(label)).length;
    console.log(
      `  ${title.padEnd(28)} ${String(chosen.length).padStart(5)}, of ${labelled} labelled ${percent(negatives, labelled)} false positives`,
    );
  }
}
if (csv) writeFileSync(csv, lines.join('\n') + '\n');

/** @param {number} part @param {number} whole */
function percent(part, whole) {
  return whole === 0 ? '-' : `${((100 * part) / whole).toFixed(2)} %`;
}
