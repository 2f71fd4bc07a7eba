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
    note(
      `batches of ${count(size)}, processor time a row: ${inWords(await costsOf(running, async () => size * (await load(running.url, size, '/predict/batch?wait=60')(seconds)).latencies.length))}`,
    );
    const reached = found.ratio >= 0.2 && (found.floor < FAST_FLOOR || found.measured >= LEAST_ROWS);
    const required = `≥ 20 %, and ≥ ${count(LEAST_ROWS)} where the floor is ≥ ${count(FAST_FLOOR)}`;
    rows.push(
      row({
        work: `POST /predict/batch, ${count(size)} rows`,
        beside: 'ONNX Runtime alone',
        floor: count(found.floor),
        measured: count(found.measured),
        ratio: percent(found.ratio),
        required,
        reached,
      }),
    );
  }
  return rows;
}

/**
 * Rows of batches a second beside those of ONNX Runtime alone.
 * @param {string} url @param {{ size: number, seconds: number, rounds: number }} options
 */
export async function besideOnnxAlone(url, { size, seconds, rounds }) {
  const ours = await batches(url, size, '/predict/batch?wait=60&model=tabular', seconds);
  return beside(rounds, () => onnxAlone('tabular'), ours);
}

/** Detections with all their views, in the model runtime alone: a light curve's search takes a thousand times as long as its scores. */
export async function multimodal({ seconds, rounds }) {
  const title = { work: 'multimodal, 1,000 detections with views', beside: 'ONNX Runtime alone', required: '≥ 80 %' };
  if (!existsSync(join(workspaceRoot, 'models/multimodal')))
    return [row({ ...title, why: 'there is no models/multimodal' })];
  const found = await beside(
    rounds,
    () => onnxAlone('multimodal'),
    () => printedBy('model runtime', 'scored-views', String(seconds)),
  );
  return [
    row({
      ...title,
      floor: count(found.floor),
      measured: count(found.measured),
      ratio: percent(found.ratio),
      reached: found.ratio >= 0.8,
    }),
  ];
}

/** Warms the system up, and gives what measures its rows a second. */
export async function batches(url, size, path, seconds, clients = CLIENTS) {
  const run = load(url, size, path, clients);
  await run(seconds);
  return async () => size * (await run(seconds)).perSecond;
}

export function load(url, size, path, clients = CLIENTS) {
  const requests = Array.from({ length: clients }, (_, index) =>
    requestBytes('POST', path, { predictions: candidates(size, index + 1) }),
  );
  return (seconds) => drive(url, { clients, seconds, next: (n) => requests[n % requests.length] });
}

/** Rows a second of the newest version of a model. */
async function onnxAlone(model) {
  const folder = join(workspaceRoot, 'models', model);
  const [newest] = readdirSync(folder).sort((a, b) => b.localeCompare(a, undefined, { numeric: true }));
  return printedBy('ONNX Runtime alone', 'onnx-alone', join(folder, newest));
}

/** The number that a program prints. */
async function printedBy(name, program, ...args) {
  const child = Child.node(name, [new URL(`../floors/${program}.program.mjs`, import.meta.url).pathname, ...args]);
  if ((await child.ended()) !== 0) throw new Error(child.output);
  return Number(child.output);
}
