// Search speed against astropy's BoxLeastSquares (C), on the same curve, the same periods and to the same peak, one after the
// other in one run; then the whole way to each planet, detrending included. All in CPU seconds, since a shared machine's wall
// clock measures its other users.
// usage: EXOPLANET_DATA=… ASTROPY_PYTHON=…/bin/python node tools/bench/light-curve/speed.mjs [--days 1500] [--skip-astropy 1]
//   ASTROPY_PYTHON: an interpreter with astropy (default python3); --days: only the first N days of the curve
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dataFolder, option, readFits } from './data.mjs';
import { loadLightCurveLibrary } from './library.mjs';

const STAR = 10797460;
const REQUIRED = { ratio: 5, firstSeconds: 10, furtherSeconds: 4, megabytes: 512 };
const PERIOD_MIN = 0.5;
const MAX_DURATIONS_HOURS = 15;
/** Durations that astropy tries [d]: as many as the library has box widths at a period. */
const DURATIONS = [0.06, 0.08, 0.1, 0.13, 0.16, 0.2, 0.25, 0.3];

const library = await loadLightCurveLibrary();
const { curve: whole } = readFits(library, dataFolder(), STAR);
const days = option('days', Infinity);
const rows = Array.from(whole.time.keys()).filter((row) => whole.time[row] - whole.time[0] <= days);
const take = (/** @type {Float64Array} */ values) => Float64Array.from(rows, (row) => values[row]);
const cut = {
  ...whole,
  time: take(whole.time),
  flux: take(whole.flux),
  fluxErr: take(whole.fluxErr),
  segment: Int32Array.from(rows, (row) => whole.segment[row]),
};
const curve = library.detrend(cut, { window: library.searchWindow(MAX_DURATIONS_HOURS) });
const span = curve.time[curve.time.length - 1] - curve.time[0];
const periodMax = span / 3;
const frequency = library.frequencyGrid({ span, periodMin: PERIOD_MIN, periodMax, oversampling: 3 });

const before = process.cpuUsage();
const started = performance.now();
const { hit } = library.searchTransits(curve, {
  periodMin: PERIOD_MIN,
  periodMax,
  oversampling: 3,
  longestHours: MAX_DURATIONS_HOURS,
});
const wall = (performance.now() - started) / 1000;
const own = process.cpuUsage(before).user / 1e6;
const megabytes = process.resourceUsage().maxRSS / 1024;
console.log(
  `${curve.time.length} cadences, ${frequency.length} periods from ${PERIOD_MIN} to ${periodMax.toFixed(0)} d`,
);
/** @type {Record<string, string | undefined>[]} */
const table = [
  {
    search: 'libs/light-curve',
    'CPU s': own.toFixed(2),
    'wall s': wall.toFixed(2),
    'peak [d]': hit?.period.toFixed(5),
    'MB resident': megabytes.toFixed(0),
  },
];
const { passes, periods, peakMegabytes } = planetByPlanet();
let reached =
  passes[0] <= REQUIRED.firstSeconds &&
  Math.max(...passes.slice(1)) <= REQUIRED.furtherSeconds &&
  peakMegabytes <= REQUIRED.megabytes;
if (!option('skip-astropy', 0)) {
  const astropy = runAstropy();
  const ratio = astropy.seconds / own;
  const samePeak = hit !== undefined && Math.abs(astropy.period / hit.period - 1) < 1e-3;
  table.push({
    search: 'astropy BoxLeastSquares',
    'CPU s': astropy.seconds.toFixed(2),
    'peak [d]': astropy.period.toFixed(5),
  });
  reached &&= samePeak && ratio >= REQUIRED.ratio;
  console.table(table);
  console.log(
    `${ratio.toFixed(1)} × as fast (required ${REQUIRED.ratio}), ${samePeak ? 'the same peak' : 'another peak'}`,
  );
} else console.table(table);
console.log(
  `detrending and search, planet by planet: ${passes.map((seconds) => seconds.toFixed(2)).join(', ')} CPU s (required ${REQUIRED.firstSeconds}, then ${REQUIRED.furtherSeconds} each); found ${periods.map((period) => period.toFixed(4)).join(', ')} d; peak memory of the process ${peakMegabytes.toFixed(0)} MB (required ${REQUIRED.megabytes})`,
);
process.exit(reached ? 0 : 1);

/** CPU seconds of each search and the detrending before it; the last search finds nothing. */
function planetByPlanet() {
  /** @type {number[]} */
  const passes = [];
  /** @type {NodeJS.CpuUsage | undefined} */
  let last;
  const lap = () => {
    const { user, system } = process.cpuUsage(last);
    if (last) passes.push((user + system) / 1e6);
    last = process.cpuUsage();
  };
  const { hits } = library.findPlanets(cut, {
    maxPlanets: 3,
    periodMin: PERIOD_MIN,
    periodMax,
    oversampling: 3,
    onProgress: (stage) => stage === 'detrending' && lap(),
  });
  lap();
  return { passes, periods: hits.map(({ period }) => period), peakMegabytes: process.resourceUsage().maxRSS / 1024 };
}

function runAstropy() {
  const folder = mkdtempSync(join(tmpdir(), 'light-curve-astropy-'));
  try {
    const arrays = {
      time: curve.time,
      flux: curve.flux,
      flux_err: curve.fluxErr,
      period: frequency.map((f) => 1 / f).reverse(),
      duration: Float64Array.from(DURATIONS),
    };
    for (const [name, values] of Object.entries(arrays))
      writeFileSync(join(folder, `${name}.f64`), new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
    const script = join(import.meta.dirname, 'astropy-bls.py');
    return JSON.parse(
      execFileSync(process.env.ASTROPY_PYTHON ?? 'python3', [script, folder], {
        encoding: 'utf8',
        env: { ...process.env, OMP_NUM_THREADS: '1' },
      }),
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
