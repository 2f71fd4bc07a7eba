import { candidates } from '../load/candidates.mjs';
import { drive } from '../load/drive.mjs';
import { requestBytes } from '../load/http-client.mjs';
import { measureInTurns } from '../load/in-turns.mjs';
import { percent, rate, row } from '../table.mjs';
import { onnxAlone } from './large-batches.mjs';

const PATH = '/predict?wait=30&explain=true&model=tabular';
/** Rows that the model answers for one explanation: every subset of the six groups of fields of a KOI row without diagnostics. */
const MODEL_ROWS = 2 ** 6;
const REQUIRED = { perSecond: 1000, ratio: 0.6 };

/** Explained predictions that many clients wait for, beside ONNX Runtime alone on as many model rows. @type {import('../context.mjs').Benchmark} */
export async function explainedAnswers({ system, seconds, rounds }) {
  const { url } = await system();
  const requests = koiRows(1000).map((body) => requestBytes('POST', PATH, body));
  const load = (/** @type {number} */ clients, /** @type {number} */ time) =>
    drive(url, { clients, seconds: time, next: (n) => requests[n % requests.length] });
  const rows = [];
  for (const clients of [200, 500]) {
    await load(clients, seconds / 2);
    const found = await measureInTurns(
      rounds,
      async () => (await onnxAlone('tabular')) / MODEL_ROWS,
      async () => (await load(clients, seconds)).perSecond,
    );
    rows.push(
      row({
        work: `POST /predict?wait&explain, ${clients} clients`,
        beside: `ONNX Runtime alone, ${MODEL_ROWS} rows an answer`,
        floor: rate(found.floor),
        measured: rate(found.measured),
        ratio: percent(found.ratio),
        required: `≥ ${rate(REQUIRED.perSecond)}, or ≥ ${percent(REQUIRED.ratio)}`,
        reached: found.measured >= REQUIRED.perSecond || found.ratio >= REQUIRED.ratio,
      }),
    );
  }
  return rows;
}

/** Candidates with every measured field of a KOI row. @param {number} count */
function koiRows(count) {
  const star = { star_teff: 5455, star_logg: 4.467, star_radius: 0.927, star_mag: 15.347 };
  return candidates(count).map((candidate) => ({
    ...candidate,
    ...star,
    source: 'KEPLER',
    impact: 0.146,
    snr: 35.8,
    teq: 793,
    insol: 93.59,
  }));
}
