// How the checks of a row and the distance treat the archive's rows, as they are and changed in one thing. Prints one line for each.
// usage: EXOPLANET_DATA=DATA node tools/bench/rows/measure.mjs [MODEL]        MODEL: folder of a version, default models/tabular/1
import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { createGunzip } from 'node:zlib';
import { workspaceRoot } from '../../build/aliases.mjs';
import { importSource } from '../import-source.mjs';
import { CHANGES } from './changes.mjs';

const TABLES = [
  { name: 'KOI', file: 'koi_cumulative', label: 'koi_disposition' },
  { name: 'TOI', file: 'toi', label: 'tfopwg_disp' },
  { name: 'K2', file: 'k2_candidates', label: 'disposition' },
];
const FALSE_POSITIVES = new Set(['FALSE POSITIVE', 'FP', 'FA', 'REFUTED']);
const PLANETS = new Set(['CONFIRMED', 'CP', 'KP']);
const UNDECIDED = 3;

const data = process.env.EXOPLANET_DATA;
if (!data) throw new Error('EXOPLANET_DATA names no data folder');
const { toTable, checkTable, CHECKS } = await importSource('libs/contracts/src/index.ts');
const { readCatalogue } = await importSource('libs/catalog/src/index.ts');
const { LoadedModel } = await importSource('libs/model-runtime/src/model/loaded-model.ts');
const { ExecutionProviders } = await importSource('libs/model-runtime/src/session/execution-providers.ts');
const model = await LoadedModel.load(process.argv[2] ?? join(workspaceRoot, 'models/tabular/1'), {
  providers: new ExecutionProviders(['cpu'], console.error),
});

for (const { name, file, label } of TABLES) {
  const rows = await read(file);
  const asTheyAre = await judged(rows.map(({ candidate }) => candidate));
  print(`${name} as it is`, asTheyAre);
  printEvidence(name, rows, label, asTheyAre);
  for (const { title, change } of CHANGES) {
    const changed = rows.map(({ candidate }) => change(candidate)).filter(Boolean);
    if (changed.length > 0) print(`${name} ${title}`, await judged(changed));
  }
}
model.retire();

async function read(file) {
  const text = createReadStream(join(data, 'catalogs', `${file}.csv.gz`)).pipe(createGunzip());
  const rows = [];
  for await (const row of (await readCatalogue(text)).rows) rows.push(row);
  return rows;
}

/** For each row whether the model alone decides it, whether it is in distribution, and the checks that it fails. */
async function judged(candidates) {
  const table = toTable(candidates);
  const { logOdds, distance, state } = await model.queue.score(model.featuresOf(table));
  const distanceLimit = model.card.in_distribution.limit;
  const inside = Uint8Array.from(distance, (value, row) => Number(state[row] >= 0 && value <= distanceLimit));
  const source = table.columns.indexOf('source');
  const decided = Uint8Array.from(logOdds, (value, row) => {
    const mission = table.values[row * table.columns.length + source];
    return Number(model.sets.of(1 / (1 + Math.exp(-value)), mission, state[row]) !== UNDECIDED);
  });
  const checks = checkTable(table, { inside, distance, distanceLimit, state });
  const impossible = new Uint8Array(candidates.length);
  const evidence = new Uint8Array(candidates.length);
  const counts = {};
  checks.row.forEach((row, index) => {
    const check = CHECKS[checks.check[index]];
    if (check === 'distribution' || check === 'usable_fields') return;
    evidence[row] = 1;
    if (!checks.withholds[index]) return;
    impossible[row] = 1;
    if (decided[row] && inside[row]) counts[check] = (counts[check] ?? 0) + 1;
  });
  return { rows: candidates.length, decided, inside, impossible, evidence, counts };
}

function print(title, { rows, decided, inside, impossible, counts }) {
  const count = (keep) => decided.reduce((sum, value, row) => sum + Number(value && keep(row)), 0);
  const all = count(() => true);
  const reached = count((row) => inside[row]);
  const left = count((row) => inside[row] && !impossible[row]);
  const share = (part, whole) => `${((100 * part) / whole).toFixed(2)} %`;
  console.log(
    `${title}: ${rows} rows, decided by the model ${share(all, rows)}, in distribution ${share(reached, rows)}, ` +
      `after the checks ${share(left, rows)} (${left}); of the decisions in distribution the checks withhold ` +
      `${share(reached - left, reached)}, of all decisions checks and distance ${share(all - left, all)}  ${JSON.stringify(counts)}`,
  );
}

function printEvidence(name, rows, label, { evidence }) {
  const raised = rows.filter((_, row) => evidence[row]).map(({ original }) => original[label]);
  const negatives = raised.filter((one) => FALSE_POSITIVES.has(one)).length;
  const labelled = negatives + raised.filter((one) => PLANETS.has(one)).length;
  console.log(
    `${name}: ${((100 * raised.length) / rows.length).toFixed(1)} % of the rows fail a check, ` +
      `${((100 * negatives) / labelled).toFixed(1)} % of those with a label are false positives`,
  );
}
