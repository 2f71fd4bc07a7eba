// What a model, its distance and the checks of a row decide on the archive's rows, as they are and changed in one thing.
import { createReadStream, existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { workspaceRoot } from '../../build/aliases.mjs';
import { importSource } from '../import-source.mjs';

/** @typedef {import('@exoplanet/contracts').CandidateRow} CandidateRow */

/**
 * Decisions on some rows: of the model alone, of those in distribution, and of those whose row is possible, which is what an answer
 * decides.
 * @typedef {{ rows: number, failed: Set<number>, byModel: number, inDistribution: number, decided: number }} Measurement
 */

const TABLES = [
  { name: 'KOI', file: 'koi_cumulative', label: 'koi_disposition' },
  { name: 'TOI', file: 'toi', label: 'tfopwg_disp' },
  { name: 'K2', file: 'k2_candidates', label: 'disposition' },
];
export const FALSE_POSITIVES = ['FALSE POSITIVE', 'FP', 'FA', 'REFUTED'];
export const PLANETS = ['CONFIRMED', 'CP', 'KP'];
/** `SET_BITS` of both classes. */
const BOTH = 3;
/** Checks that are the model's own, not of the fields among each other. */
const OF_THE_MODEL = ['distribution', 'usable_fields'];

/**
 * The archive's tables in a data folder, each row as a candidate with its label.
 * @param {string} data folder with `catalogs/`
 * @returns {Promise<{ name: string, rows: { candidate: CandidateRow, label: string, original: Record<string, string> }[] }[]>}
 */
export async function readTables(data) {
  const { readTable } = await importSource('libs/catalog/src/index.ts');
  return Promise.all(
    TABLES.map(async ({ name, file, label }) => {
      const table = await readTable(createReadStream(join(data, 'catalogs', `${file}.csv.gz`)));
      const rows = [];
      for await (const { candidate, cells } of table.rows)
        if (candidate) rows.push({ candidate, label: cells[label], original: cells });
      return { name, rows };
    }),
  );
}

/** @param {string} model folder of a model */
function newestVersion(model) {
  const versions = readdirSync(model).filter((name) => existsSync(join(model, name, 'card.json')));
  return join(model, String(Math.max(...versions.map(Number))));
}

/**
 * Loads a model and returns a function that measures candidates with it.
 * @param {string} [folder] of a version; the newest one of the row model without it
 * @returns {Promise<(candidates: CandidateRow[]) => Promise<Measurement>>}
 */
export async function measureWith(folder = newestVersion(join(workspaceRoot, 'models/tabular'))) {
  const { checkTable, CHECKS, round6, toTable } = await importSource('libs/contracts/src/index.ts');
  const { LoadedModel } = await importSource('libs/model-runtime/src/model/loaded-model.ts');
  const { probabilityOf } = await importSource('libs/model-runtime/src/model/prediction-sets.ts');
  const { ExecutionProviders } = await importSource('libs/model-runtime/src/session/execution-providers.ts');
  const model = await LoadedModel.load(folder, { providers: new ExecutionProviders(['cpu'], console.error) });

  return async (candidates) => {
    const table = toTable(candidates);
    const { logOdds, distance, state } = await model.queue.score(model.featuresOf(table));
    const distanceLimit = model.card.in_distribution.limit;
    const inside = Uint8Array.from(distance, (value, row) => Number(state[row] >= 0 && round6(value) <= distanceLimit));
    const source = table.columns.indexOf('source');
    const mission = (/** @type {number} */ row) => table.values[row * table.columns.length + source];
    const decided = Array.from(
      logOdds,
      (value, row) => model.sets.of(probabilityOf(value), mission(row), state[row]) !== BOTH,
    );
    const checks = checkTable(table, { inside, distance, distanceLimit, state });
    /** @type {Set<number>} */
    const failed = new Set();
    /** @type {Set<number>} */
    const impossible = new Set();
    checks.row.forEach((/** @type {number} */ row, /** @type {number} */ index) => {
      if (OF_THE_MODEL.includes(CHECKS[checks.check[index]])) return;
      failed.add(row);
      if (checks.withholds[index]) impossible.add(row);
    });
    const count = (/** @type {(row: number) => boolean} */ keep) =>
      decided.filter((value, row) => value && keep(row)).length;
    return {
      rows: candidates.length,
      failed,
      byModel: count(() => true),
      inDistribution: count((row) => inside[row] === 1),
      decided: count((row) => inside[row] === 1 && !impossible.has(row)),
    };
  };
}

/**
 * Share of the rows that fail a check, and share of false positives among those of them that have a label.
 * @param {{ label: string }[]} rows
 * @param {Set<number>} failed
 */
export function evidenceOf(rows, failed) {
  const labels = [...failed].map((row) => rows[row].label);
  const negatives = labels.filter((label) => FALSE_POSITIVES.includes(label)).length;
  const labelled = negatives + labels.filter((label) => PLANETS.includes(label)).length;
  return { failed: failed.size / rows.length, falsePositives: negatives / labelled };
}
