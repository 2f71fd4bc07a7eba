// This search beside transit least squares and box least squares (both on wotan's biweight) on the same curves.
// usage: EXOPLANET_DATA=… PEERS_PYTHON=…/bin/python node tools/bench/light-curve/beside-peers.mjs
//   [--seed 15] [--from N] [--limit N: so many curves from there on; any part is a sample of each set] [--peers 0: only what the peers have done already] [--own 0: only the peers] [--alone 1: this search on every curve, without peers]
//   [--set koi|injected|tess] [--cache tmp/peers: the peers' results, by curve and settings, so that a run resumes]
//   PEERS_PYTHON: an interpreter with transitleastsquares, wotan, lightkurve and astropy (default python3)
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { dataFolder, option } from './data.mjs';
import { loadLightCurveLibrary } from './library.mjs';
import { peerCurves } from './peer-curves.mjs';

/** Signal detection efficiency from which a peer's period is a detection (Hippke & Heller 2019, A&A 623, A39: 1 % of noise has 7). */
const SDE = 9;
/**
 * A period is right within this part, at one of the declared harmonics too, whoever found it; in a short curve, where no search
 * can be as exact, also where, with the right time in the middle of the curve, no transit is further from its place than this
 * part of a central transit's duration.
 */
const TOLERANCE = 2e-3;
const DRIFT = 0.25;
/** `--name value` of the command line. @param {string} name @param {string} fallback */
const text = (name, fallback) => {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? fallback : process.argv[at + 1];
};
const seed = option('seed', 15);
const cache = resolve(text('cache', 'tmp/peers'));
const set = text('set', 'all');
const library = await loadLightCurveLibrary();
const list = join(cache, `curves-${seed}.jsonl`);
if (!existsSync(list)) writeCurves();
const curves = readFileSync(list, 'utf8')
  .trim()
  .split('\n')
  .map((line) => /** @type {ListedCurve} */ (JSON.parse(line)))
  .filter((one) => set === 'all' || one.set === set)
  .slice(option('from', 0), option('from', 0) + option('limit', Infinity));
console.log(`seed ${seed}: ${curves.length} curves`);
const chosen = join(cache, `chosen-${seed}-${set}.jsonl`);
writeFileSync(chosen, curves.map((one) => `${JSON.stringify(one)}\n`).join(''));
const results = join(cache, 'results');
const alone = Boolean(option('alone', 0));
if (option('peers', 1) && !alone) {
  const script = join(import.meta.dirname, 'peers.py');
  execFileSync(process.env.PEERS_PYTHON ?? 'python3', [script, chosen, results], {
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, OMP_NUM_THREADS: '1', NUMBA_NUM_THREADS: '1' },
  });
}
if (!option('own', 1)) process.exit(0);

/** @type {Map<string, { period: number, sde: number, seconds: number }>} */
const peers = new Map();
for (const file of alone ? [] : readdirSync(results)) {
  const result = JSON.parse(readFileSync(join(results, file), 'utf8'));
  peers.set(`${result.method} ${result.key}`, result);
}
/** @type {Record<string, Record<string, ReturnType<typeof emptyTally>>>} */
const rows = {};
/** By set, (found − true) / error of this search's first periods that are right. @type {Record<string, number[]>} */
const pulls = {};
for (const one of curves) {
  const [tls, bls] = ['tls', 'bls'].map((method) => peerSearch(`${method} ${one.key}`));
  if (!alone && !(tls && bls)) continue;
  const read = readCurve(one);
  const answers = { ours: ownSearch(read), ...(tls && bls && { tls, bls }) };
  const isRight = rightIn(read);
  const [first] = answers.ours.found;
  if (first && isRight(first.period, [one.own]) && Math.abs(first.period / one.own - 1) < 0.1)
    (pulls[one.set] ??= []).push((first.period - one.own) / first.error);
  const verdicts = Object.entries(answers).map(([method, { found, seconds, rejected }]) => {
    const right = found.map(({ period }) => isRight(period, one.periods));
    const row = ((rows[one.set] ??= {})[method] ??= emptyTally());
    row.curves++;
    row.planets += Number(one.planet);
    row.found += Number(right.includes(true));
    row['planets found'] += Number(one.planet && found.some(({ period }) => isRight(period, [one.own])));
    row['first right'] += Number(right[0] === true);
    row['first wrong'] += Number(right[0] === false);
    row['wrong and passed'] += Number(right[0] === false && found[0].passed);
    row.seconds += seconds;
    return `${method} ${found.map(({ period, failed = [] }, i) => `${period.toFixed(4)}${right[i] ? ' right' : ' wrong'}${failed.length > 0 ? ` (failed ${failed.join(' and ')})` : ''}`).join(', ') || `nothing${rejected ? ` (not reported: ${rejected.period.toFixed(4)} d${isRight(rejected.period, one.periods) ? ', right' : ''}, MES ${rejected.mes.toFixed(1)}, SDE ${rejected.sde?.toFixed(1)})` : ''}`}`;
  });
  console.log(`${one.set} ${one.name}: ${one.own.toFixed(4)} d; ${verdicts.join('; ')}`);
}

/** @typedef {import('./peer-curves.mjs').PeerCurve & { key: string, file: string, target: Target, cadence: number, timeSystem: import('@exoplanet/light-curve').TimeSystem }} ListedCurve */
/** @typedef {import('@exoplanet/light-curve').Target} Target */
/** @typedef {import('@exoplanet/light-curve').LightCurve} LightCurve */
/** @typedef {{ found: { period: number, error?: number, passed: boolean, failed?: string[] }[], seconds: number, rejected?: { period: number, mes: number, sde?: number } }} Answer */

function emptyTally() {
  return {
    curves: 0,
    planets: 0,
    found: 0,
    'planets found': 0,
    'first right': 0,
    'first wrong': 0,
    'wrong and passed': 0,
    seconds: 0,
  };
}

/** What a peer found on a curve, undefined where it has not searched it. @param {string} name @returns {Answer | undefined} */
function peerSearch(name) {
  const result = peers.get(name);
  if (!result) return undefined;
  return { found: result.sde >= SDE ? [{ period: result.period, passed: true }] : [], seconds: result.seconds };
}

/** Makes all curves once, which takes minutes: time, flux and error in one file for the peers, the segments in another. */
function writeCurves() {
  mkdirSync(join(cache, 'curves'), { recursive: true });
  const lines = peerCurves(library, dataFolder(), seed).map(({ make, ...one }) => {
    const { curve, target } = make();
    const bytesOf = (/** @type {Float64Array | Int32Array} */ { buffer, byteOffset, byteLength }) =>
      Buffer.from(/** @type {ArrayBuffer} */ (buffer), byteOffset, byteLength);
    const bytes = Buffer.concat([curve.time, curve.flux, curve.fluxErr].map(bytesOf));
    const key = createHash('sha256').update(bytes).digest('hex');
    const file = join(cache, 'curves', `${key.slice(0, 24)}.f64`);
    writeFileSync(file, bytes);
    writeFileSync(`${file}.segments`, bytesOf(curve.segment));
    const { cadence, timeSystem } = curve;
    return JSON.stringify({ ...one, key, file, radius: target.radius, logg: target.logg, target, cadence, timeSystem });
  });
  writeFileSync(list, `${lines.join('\n')}\n`);
}

/** @param {ListedCurve} listed @returns {{ curve: LightCurve, target: Target }} */
function readCurve({ file, target, cadence, timeSystem }) {
  const bytesOf = (/** @type {string} */ name) => new Uint8Array(readFileSync(name)).buffer;
  const all = new Float64Array(bytesOf(file));
  const count = all.length / 3;
  const [time, flux, fluxErr] = [0, 1, 2].map((i) => all.slice(i * count, (i + 1) * count));
  return {
    curve: { time, flux, fluxErr, segment: new Int32Array(bytesOf(`${file}.segments`)), cadence, timeSystem },
    target,
  };
}

/**
 * The detections and processor seconds of this library, from the prepared curve to the tests.
 * @param {{ curve: LightCurve, target: Target }} curve
 */
function ownSearch({ curve, target }) {
  const before = process.resourceUsage();
  const { detections, rejected } = library.analyze(curve, { target, maxPlanets: 3 });
  const after = process.resourceUsage();
  const micro = after.userCPUTime - before.userCPUTime + after.systemCPUTime - before.systemCPUTime;
  return {
    found: detections.map(({ period, passed, tests }) => ({
      period: period.value,
      error: period.error,
      passed,
      failed: tests.flatMap(({ name, verdict }) => (verdict === 'fail' ? [name] : [])),
    })),
    seconds: micro / 1e6,
    rejected,
  };
}

/** Whether a period is one of those given, or a harmonic, as far as this curve can tell. @param {ReturnType<typeof readCurve>} read */
function rightIn({ curve: { time }, target }) {
  const span = time[time.length - 1] - time[0];
  const density = library.starDensity(target) ?? 1;
  /** @param {number} own */
  const toleranceAt = (own) => Math.max(TOLERANCE, (DRIFT * library.centralDuration(own, density)) / (span / 2));
  return (/** @type {number} */ period, /** @type {number[]} */ periods) =>
    periods.some((own) => library.harmonicOf(period, own, toleranceAt(own)) !== undefined);
}

let reached = true;
for (const [name, methods] of Object.entries(rows)) {
  console.log(name);
  console.table(
    Object.fromEntries(
      Object.entries(methods).map(([method, { seconds, ...row }]) => [
        method,
        { ...row, 'CPU s a curve': (seconds / row.curves).toFixed(2) },
      ]),
    ),
  );
  const own = pulls[name];
  if (name === 'injected' && own)
    console.log(
      `errors of the ${own.length} right periods: robust scatter of (found − true) / error ${library.robustSigma(own).toFixed(2)}, ${own.filter((pull) => Math.abs(pull) > 3).length} beyond 3 σ`,
    );
  const { ours, tls } = methods;
  const requirements = {
    ...(tls && {
      'planets found ≥ TLS': ours['planets found'] >= tls['planets found'],
      'first wrong ≤ half of TLS': ours['first wrong'] <= tls['first wrong'] / 2,
      'CPU time ≤ TLS': ours.seconds <= tls.seconds,
    }),
    ...(name === 'tess' && { '≥ 88 % found': ours['planets found'] >= 0.88 * ours.planets }),
  };
  console.table(requirements);
  reached &&= Object.values(requirements).every(Boolean);
}
process.exit(reached ? 0 : 1);
