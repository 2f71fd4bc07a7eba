import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { workspaceRoot } from '../../build/aliases.mjs';
import { Child } from '../child.mjs';
import { candidates } from '../load/candidates.mjs';
import { drive } from '../load/drive.mjs';
import { requestBytes } from '../load/http-client.mjs';
import { measureInTurns } from '../load/in-turns.mjs';
import { costsOf, inWords } from '../system/costs.mjs';
import { count, percent, row } from '../table.mjs';

const CLIENTS = 4;
const PATH = '/predict/batch?wait=60';
/** On a machine where ONNX Runtime alone reaches the first of these rows/s, the system must reach the second. */
const [FAST_FLOOR, MIN_ROWS] = [700_000, 150_000];

/** Batches of the shipped model, read to the end of the answer, beside ONNX Runtime alone on one core. @type {import('../context.mjs').Benchmark} */
export async function largeBatches({ system, seconds, rounds, note }) {
  const running = await system();
  const rows = [];
  for (const size of [1000, 10_000]) {
    const found = await besideOnnxAlone(running.url, { size, seconds, rounds });
    const once = async () => size * (await batchLoad(running.url, size, PATH)(seconds)).latencies.length;
    note(`batches of ${count(size)}, processor time a row: ${inWords(await costsOf(running, once))}`);
    rows.push(
      row({
        work: `POST /predict/batch, ${count(size)} rows`,
        beside: 'ONNX Runtime alone',
        floor: count(found.floor),
        measured: count(found.measured),
        ratio: percent(found.ratio),
        required: `≥ 20 %, and ≥ ${count(MIN_ROWS)} where the floor is ≥ ${count(FAST_FLOOR)}`,
        reached: found.ratio >= 0.2 && (found.floor < FAST_FLOOR || found.measured >= MIN_ROWS),
      }),
    );
  }
  return rows;
}

/**
 * Rows a second in batches beside those of ONNX Runtime alone.
 * @param {string} url
 * @param {{ size: number, seconds: number, rounds: number }} options
 */
export async function besideOnnxAlone(url, { size, seconds, rounds }) {
  const ours = await rowsPerSecond(url, size, `${PATH}&model=tabular`, seconds);
  return measureInTurns(rounds, () => onnxAlone('tabular'), ours);
}

/**
 * Detections with all their views, in the model runtime alone: in the whole system, the search of a light curve takes a
 * thousand times as long as its prediction.
 * @type {import('../context.mjs').Benchmark}
 */
export async function multimodal({ seconds, rounds }) {
  const found = await measureInTurns(
    rounds,
    () => onnxAlone('multimodal'),
    () => printedBy('model runtime', 'scored-views', String(seconds)),
  );
  return [
    row({
      work: 'multimodal, 1,000 detections with views',
      beside: 'ONNX Runtime alone',
      required: '≥ 80 %',
      floor: count(found.floor),
      measured: count(found.measured),
      ratio: percent(found.ratio),
      reached: found.ratio >= 0.8,
    }),
  ];
}

/**
 * Warms the system up.
 * @param {string} url
 * @param {number} size rows of a batch
 * @param {string} path
 * @param {number} seconds
 * @param {number} [clients]
 * @returns {Promise<() => Promise<number>>} measures its rows a second
 */
export async function rowsPerSecond(url, size, path, seconds, clients = CLIENTS) {
  const run = batchLoad(url, size, path, clients);
  await run(seconds);
  return async () => size * (await run(seconds)).perSecond;
}

/** @param {string} url @param {number} size rows of a batch @param {string} path @param {number} [clients] */
export function batchLoad(url, size, path, clients = CLIENTS) {
  const requests = Array.from({ length: clients }, (_, index) =>
    requestBytes('POST', path, { predictions: candidates(size, index + 1) }),
  );
  return (/** @type {number} */ seconds) =>
    drive(url, { clients, seconds, next: (n) => requests[n % requests.length] });
}

/** Rows a second of the newest version of a model. @param {string} model */
export async function onnxAlone(model) {
  const folder = join(workspaceRoot, 'models', model);
  const [newest] = readdirSync(folder).sort((a, b) => b.localeCompare(a, undefined, { numeric: true }));
  return printedBy('ONNX Runtime alone', 'onnx-alone', join(folder, newest));
}

/** The number that a program prints. @param {string} name @param {string} program @param {string[]} args */
async function printedBy(name, program, ...args) {
  const child = Child.node(name, [new URL(`../floors/${program}.program.mjs`, import.meta.url).pathname, ...args]);
  if ((await child.ended()) !== 0) throw new Error(child.output);
  return Number(child.output);
}
