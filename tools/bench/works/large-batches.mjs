import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { workspaceRoot } from '../../build/aliases.mjs';
import { beside } from '../load/beside.mjs';
import { candidates } from '../load/candidates.mjs';
import { drive } from '../load/drive.mjs';
import { requestBytes } from '../load/http-client.mjs';
import { Child } from '../system/child.mjs';
import { costsOf, inWords } from '../system/costs.mjs';
import { count, percent, row } from '../table.mjs';

const CLIENTS = 4;
/** Rows/s of ONNX Runtime alone from which the absolute figure is asked for, and that figure. */
const [FAST_FLOOR, LEAST_ROWS] = [700_000, 150_000];

/** Batches of the shipped model, the whole answer read, against ONNX Runtime alone on one core. */
export async function largeBatches({ system, seconds, rounds, note }) {
  const running = await system();
  const rows = [];
  for (const size of [1000, 10_000]) {
    const found = await besideOnnxAlone(running.url, { size, seconds, rounds });
    note(`batches of ${count(size)}, processor time a row: ${inWords(await costsOf(running, async () => size * (await load(running.url, size, '/predict/batch?wait=60')(seconds)).latencies.length))}`);
    const reached = found.ratio >= 0.2 && (found.floor < FAST_FLOOR || found.measured >= LEAST_ROWS);
    const required = `≥ 20 %, and ≥ ${count(LEAST_ROWS)} where the floor is ≥ ${count(FAST_FLOOR)}`;
    rows.push(row({ work: `POST /predict/batch, ${count(size)} rows`, beside: 'ONNX Runtime alone', floor: count(found.floor), measured: count(found.measured), ratio: percent(found.ratio), required, reached }));
  }
  return rows;
}

/**
 * Rows of batches a second beside those of ONNX Runtime alone.
 * @param {string} url @param {{ size: number, seconds: number, rounds: number, model?: string }} options
 */
export async function besideOnnxAlone(url, { size, seconds, rounds, model = 'tabular' }) {
  const ours = await batches(url, size, `/predict/batch?wait=60&model=${model}`, seconds);
  return beside(rounds, () => onnxAlone(model), ours);
}

/** The same for the model that also reads light curves: nearly all of its time should be ONNX Runtime's. */
export async function multimodal({ system, seconds, rounds }) {
  const title = { work: 'multimodal, batches of 100', beside: 'ONNX Runtime alone', required: '≥ 80 %' };
  if (!existsSync(join(workspaceRoot, 'models/multimodal'))) return [row({ ...title, why: 'there is no models/multimodal' })];
  const { url } = await system();
  const found = await besideOnnxAlone(url, { size: 100, seconds, rounds, model: 'multimodal' });
  return [row({ ...title, floor: count(found.floor), measured: count(found.measured), ratio: percent(found.ratio), reached: found.ratio >= 0.8 })];
}

/** Warms the system up, and gives what measures its rows a second. */
export async function batches(url, size, path, seconds, clients = CLIENTS) {
  const run = load(url, size, path, clients);
  await run(seconds);
  return async () => size * (await run(seconds)).perSecond;
}

export function load(url, size, path, clients = CLIENTS) {
  const requests = Array.from({ length: clients }, (_, index) => requestBytes('POST', path, { predictions: candidates(size, index + 1) }));
  return (seconds) => drive(url, { clients, seconds, next: (n) => requests[n % requests.length] });
}

/** Rows a second of the newest version of a model. */
async function onnxAlone(model) {
  const folder = join(workspaceRoot, 'models', model);
  const [newest] = readdirSync(folder).sort((a, b) => b.localeCompare(a, undefined, { numeric: true }));
  const child = Child.node('ONNX Runtime alone', [new URL('../floors/onnx-alone.program.mjs', import.meta.url).pathname, join(folder, newest)]);
  if ((await child.ended()) !== 0) throw new Error(child.output);
  return Number(child.output);
}
