// Measures how fast every row of an archive's table is explained, with quantiles, beside ONNX Runtime alone on as many model rows.
// usage: node tools/bench/catalogs/measure-explained.mjs TABLE.csv[.gz] [rounds, 3 by default]
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { onnxAlone } from '../benchmarks/large-batches.mjs';
import { System } from '../system/system.mjs';
import { count, percent } from '../table.mjs';

/** Rows whose explanations say how many model rows one takes. */
const SAMPLE = 300;
/** Draws within the errors of a row, for its quantiles. */
const DRAWS = 256;

/** @typedef {{ explanation: { contributions: { fields: unknown[] }[] } | null, p50: number | null }} ExplainedRow */

const [, , path, rounds = '3'] = process.argv;
if (!path) throw new Error('usage: measure-explained.mjs TABLE.csv[.gz] [rounds]');
const table = readFileSync(path);
const folder = mkdtempSync(join(tmpdir(), 'catalogs-'));
process.env.CATALOG_STORE = folder;
const system = await System.start();
try {
  for (let round = 1; round <= Number(rounds); round++) {
    const alone = await onnxAlone('tabular');
    console.log(`round ${round}: ${inWords(await measure(), alone)}`);
  }
} finally {
  await system.stop();
  rmSync(folder, { recursive: true, force: true });
}

/** From the moment when the rows are ranked until all are explained. */
async function measure() {
  const headers = { 'content-type': 'application/octet-stream' };
  const accepted = await fetch(`${system.url}/catalogs?explain=all`, { method: 'POST', body: table, headers });
  const { catalog_id: id } = /** @type {{ catalog_id: string }} */ (await accepted.json());
  await until(id, 'explaining');
  const [start, before] = [performance.now(), system.cpu()];
  await until(id, 'completed');
  const seconds = (performance.now() - start) / 1000;
  const processor = (system.cpu().workers - before.workers) / 1000;
  const { progress } = await stateOf(id);
  const rows = progress.rows_explained;
  return { rows, seconds, processor, modelRows: rows * (await modelRowsEach(id, progress.rows_total)) };
}

/**
 * Mean number of model rows of an explained row: every subset of the groups of fields that it has, and its draws.
 * @param {string} id
 * @param {number} rows
 */
async function modelRowsEach(id, rows) {
  const keys = Array.from({ length: SAMPLE }, (_, index) => Math.floor((index * rows) / SAMPLE));
  let [sum, explained] = [0, 0];
  for (const key of keys) {
    const row = /** @type {ExplainedRow} */ (await (await fetch(`${system.url}/catalogs/${id}/rows/${key}`)).json());
    if (!row.explanation) continue;
    const groups = row.explanation.contributions.filter(({ fields }) => fields.length > 0);
    sum += 2 ** groups.length + (row.p50 === null ? 0 : DRAWS);
    explained++;
  }
  return sum / explained;
}

/** @param {string} id @param {string} wanted */
async function until(id, wanted) {
  for (let state = ''; state !== wanted && state !== 'completed'; await delay(20)) ({ state } = await stateOf(id));
}

/** @param {string} id @returns {Promise<{ state: string, progress: { rows_explained: number, rows_total: number } }>} */
async function stateOf(id) {
  const answer = await (await fetch(`${system.url}/catalogs/${id}`)).json();
  return /** @type {{ state: string, progress: { rows_explained: number, rows_total: number } }} */ (answer);
}

/** @param {Awaited<ReturnType<typeof measure>>} found @param {number} alone model rows a second of ONNX Runtime on one core */
function inWords({ rows, seconds, processor, modelRows }, alone) {
  return (
    `${count(rows)} rows explained in ${seconds.toFixed(1)} s (${processor.toFixed(1)} s of processor), ${(modelRows / rows).toFixed(0)} model rows each; ` +
    `${count(modelRows / seconds)} model rows/s beside ${count(alone)} of ONNX Runtime alone on one core (${percent(modelRows / seconds / alone)}); ` +
    `for each second of processor ${percent(modelRows / processor / alone)}`
  );
}
