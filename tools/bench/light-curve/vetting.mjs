// How often do the tests fail planets, and false positives? Every test of known ephemerides in Kepler quarters, and of what the
// search finds in single TESS sectors of confirmed planets.
// usage: EXOPLANET_DATA=… node tools/bench/light-curve/vetting.mjs [--limit 100] [--flatten 13]
//   --flatten: the Kepler curves divided by their mean over so many hours, transits included
import { dataFolder, koiCatalog, option, readIndexed, sourceIndex } from './data.mjs';
import { loadLightCurveLibrary } from './library.mjs';
import { hostOf, peerCurves } from './peer-curves.mjs';

/** @typedef {import('@exoplanet/light-curve').LightCurve} LightCurve */
/** @typedef {import('@exoplanet/light-curve').Detection} Detection */

const MIN_TRANSITS = 3;
const PERIOD_TOLERANCE = 2e-3;
/** Room for timing errors in what is masked of a star's other objects. */
const WIDER = 1.3;
const limit = option('limit', Infinity);
const flatten = option('flatten', 0);
const library = await loadLightCurveLibrary();
const folder = dataFolder();
/** @type {Record<string, Record<string, number>>} */
const table = {};
keplerTests();
if (flatten === 0) tessTests();
console.table(table);

function keplerTests() {
  const catalog = koiCatalog(folder);
  const rows = sourceIndex(folder, 'quarter').filter((row) => Number(row.n_transits_with_data) >= MIN_TRANSITS);
  for (const row of rows.slice(0, limit)) {
    const { kois, target } = hostOf(catalog, row);
    const own = kois.find(({ name }) => name === row.kepoi_name);
    if (!own) continue;
    const mask = kois.filter((koi) => koi !== own).map((koi) => ({ ...koi, duration: WIDER * koi.duration }));
    const { curve } = readIndexed(library, folder, row.file);
    const read = flatten > 0 ? overItsMean(curve, flatten) : curve;
    const [detection] = library.analyze(read, { target, known: own, mask }).detections;
    count(`Kepler, ${own.disposition.toLowerCase()}`, detection);
  }
}

function tessTests() {
  const curves = peerCurves(library, folder, 1).filter(({ set }) => set === 'tess');
  for (const { own, make } of curves.slice(0, limit)) {
    const { curve, target } = make();
    const { detections } = library.analyze(curve, { target });
    const found = detections.find(({ period }) => library.harmonicOf(period.value, own, PERIOD_TOLERANCE));
    count('TESS, confirmed', found);
  }
}

/** @param {string} label @param {Detection | undefined} detection */
function count(label, detection) {
  const row = (table[label] ??= { curves: 0, tested: 0, 'fail a test': 0 });
  row.curves++;
  if (!detection) return;
  row.tested++;
  if (!detection.passed) row['fail a test']++;
  for (const { name, verdict } of detection.tests) if (verdict === 'fail') row[name] = (row[name] ?? 0) + 1;
}

/** @param {LightCurve} curve @param {number} hours @returns {LightCurve} */
function overItsMean(curve, hours) {
  const { time, flux } = curve;
  const half = hours / 48;
  let [from, to, sum] = [0, 0, 0];
  return {
    ...curve,
    flux: flux.map((value, row) => {
      while (to < time.length && time[to] <= time[row] + half) sum += flux[to++];
      while (time[from] < time[row] - half) sum -= flux[from++];
      return value / (sum / (to - from));
    }),
  };
}
