// The curves on which this library and its peers are compared, and what is known to be in them.
import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { koiCatalog, quietHost, readIndexed, sourceIndex, table } from './data.mjs';

/** @typedef {import('./library.mjs').Library} Library */
/** @typedef {import('@exoplanet/light-curve').LightCurve} LightCurve */
/** @typedef {import('@exoplanet/light-curve').Target} Target */
/** @typedef {import('@exoplanet/light-curve/testing').InjectedPlanet} InjectedPlanet */
/**
 * @typedef {object} PeerCurve
 * @property {'koi' | 'injected' | 'tess'} set
 * @property {string} name
 * @property {boolean} planet
 * @property {number[]} periods of all that is known in it [d]
 * @property {number} own the one that is asked for [d]
 */
/** @typedef {PeerCurve & { make: () => { curve: LightCurve, target: Target } }} MadePeerCurve */

/** How many curves of each set; the TESS set is as large as its folder. */
const COUNTS = { koi: 75, injected: 100 };
/** Injected signal to noise for white noise, uniform. */
const SIGNAL = { from: 7, to: 15 };
const MIN_TRANSITS = 3;

/**
 * The three sets in turn, so that any first part of the run is a sample of all of them. Each curve comes as a function, since
 * all together they would fill the memory.
 * @param {Library} library @param {string} folder @param {number} seed @returns {MadePeerCurve[]}
 */
export function peerCurves(library, folder, seed) {
  const sets = [koiCurves(library, folder), injectedCurves(library, folder, seed), tessCurves(library, folder)];
  const longest = Math.max(...sets.map(({ length }) => length));
  const place = sets.flatMap((set) => set.map((one, i) => ({ one, at: (i + 0.5) * (longest / set.length) })));
  return place.sort((a, b) => a.at - b.at).map(({ one }) => one);
}

/**
 * Quarters of stars with an object of interest that shows three transits in it, evenly spaced in the index, shuffled by a stride.
 * @param {Library} library @param {string} folder @returns {MadePeerCurve[]}
 */
function koiCurves(library, folder) {
  const catalog = koiCatalog(folder);
  const rows = sourceIndex(folder, 'quarter').filter((row) => Number(row.n_transits_with_data) >= MIN_TRANSITS);
  const stars = [...new Map(rows.map((row) => [row.kepid, row])).values()];
  const chosen = stars.filter(
    (_, i) => Math.floor(((i + 1) * COUNTS.koi) / stars.length) > Math.floor((i * COUNTS.koi) / stars.length),
  );
  return strided(chosen).map((row) => {
    const { kois, target } = hostOf(catalog, row);
    const own = kois.find(({ name }) => name === row.kepoi_name);
    if (!own) throw new Error(`the catalogue lacks ${row.kepoi_name}`);
    return {
      set: 'koi',
      name: row.kepoi_name,
      planet: own.disposition !== 'FALSE POSITIVE',
      periods: kois.map(({ period }) => period),
      own: own.period,
      make: () => ({ curve: readIndexed(library, folder, row.file).curve, target }),
    };
  });
}

/**
 * @param {ReturnType<typeof koiCatalog>} catalog @param {import('./data.mjs').Row} row of an index
 * @throws Error where the catalogue lacks the star
 */
export function hostOf(catalog, { kepid }) {
  const host = catalog.get(kepid);
  if (!host) throw new Error(`the catalogue lacks KIC ${kepid}`);
  return host;
}

/**
 * Every 7th, then every 7th of the others, and so on: neighbours in the index come apart.
 * @template One
 * @param {One[]} list
 */
function strided(list, stride = 7) {
  return list
    .map((one, i) => ({ one, i }))
    .sort((a, b) => (a.i % stride) - (b.i % stride) || a.i - b.i)
    .map(({ one }) => one);
}

/**
 * Mandel & Agol transits in quarters whose own transits are removed.
 * @param {Library} library @param {string} folder @param {number} seed @returns {MadePeerCurve[]}
 */
function injectedCurves(library, folder, seed) {
  const catalog = koiCatalog(folder);
  const stars = [...new Map(sourceIndex(folder, 'quarter').map((row) => [row.kepid, row])).values()];
  const random = library.seededRandom(seed);
  /** @type {MadePeerCurve[]} */
  const curves = [];
  while (curves.length < COUNTS.injected) {
    const row = stars[Math.floor(random() * stars.length)];
    const signal = SIGNAL.from + (SIGNAL.to - SIGNAL.from) * random();
    const draws = Array.from({ length: 4 }, random);
    const { kois, target } = hostOf(catalog, row);
    const host = quietHost(library, readIndexed(library, folder, row.file).curve, kois);
    const planet = host && planetOf(library, host, target, signal, draws);
    if (!planet) continue;
    curves.push({
      set: 'injected',
      name: `KIC ${row.kepid} P ${planet.period.toFixed(4)} S/N ${signal.toFixed(1)}`,
      planet: true,
      periods: [planet.period],
      own: planet.period,
      make: () => {
        const again = quietHost(library, readIndexed(library, folder, row.file).curve, kois);
        if (!again) throw new Error(`KIC ${row.kepid} is not quiet any more`);
        return { curve: library.injectTransits(again, planet), target };
      },
    });
  }
  return curves;
}

/**
 * A planet at a random orbit whose transits have that signal to noise for white noise; undefined where three are not observed.
 * @param {Library} library @param {LightCurve} host @param {Target} target @param {number} signal @param {number[]} draws four, 0 to 1
 */
function planetOf(library, host, target, signal, [p, phase, dense, grazing]) {
  const span = host.time[host.time.length - 1] - host.time[0];
  const period = 0.6 * (span / 3 / 0.6) ** p;
  const density = (library.starDensity(target) ?? 1) * 2 ** (2 * dense - 1);
  const at = (/** @type {number} */ radiusRatio) => ({
    period,
    epoch: host.time[0] + period * phase,
    radiusRatio,
    separation: Math.max(1.5, library.scaledSeparation(period, density)),
    impact: 0.85 * grazing,
    limb: library.limbDarkening(target),
  });
  const sigma = pointScatter(library, host);
  const signalOf = (/** @type {InjectedPlanet} */ planet) => {
    const flat = { ...host, flux: host.flux.map(() => 1) };
    return Math.sqrt(
      library.injectTransits(flat, planet).flux.reduce((sum, flux) => sum + ((1 - flux) / sigma) ** 2, 0),
    );
  };
  let planet = at(0.02);
  for (let round = 0; round < 4; round++)
    planet = at(planet.radiusRatio * Math.sqrt(signal / Math.max(1e-6, signalOf(planet))));
  const numbers = new Set();
  const half = library.contactDuration(planet) / 48;
  for (const time of host.time) {
    const number = Math.round((time - planet.epoch) / period);
    if (Math.abs(time - planet.epoch - number * period) < half) numbers.add(number);
  }
  return planet.radiusRatio < 0.3 && numbers.size >= MIN_TRANSITS ? planet : undefined;
}

/** White noise of a curve from the differences of neighbours. @param {Library} library @param {LightCurve} curve */
function pointScatter(library, { flux }) {
  return library.robustSigma(flux.subarray(1).map((value, i) => value - flux[i])) / Math.SQRT2;
}

/**
 * Single TESS sectors of confirmed planets of which three transits or more were observed.
 * @param {Library} library @param {string} folder @returns {MadePeerCurve[]}
 */
function tessCurves(library, folder) {
  const place = join(folder, 'light_curves/tess_2min');
  const all = table(gunzipSync(readFileSync(join(folder, 'catalogs/toi.csv.gz'))).toString());
  const tois = new Map(all.map((row) => [Number(row.toi).toFixed(2), row]));
  return strided(table(readFileSync(join(place, 'index.csv'), 'utf8'))).flatMap((row) => {
    const file = `tic_${row.tic_id.padStart(12, '0')}.csv.gz`;
    const toi = tois.get(Number(row.toi).toFixed(2));
    const period = Number(row.period_days);
    if (!toi) return [];
    const read = () => {
      const raw = library.readLightCurveFile(basename(file), readFileSync(join(place, file)));
      const { curve } = library.prepare([{ ...raw, target: { ...raw.target, mission: 'TESS' } }]);
      const star = { teff: toi.st_teff, radius: toi.st_rad, logg: toi.st_logg };
      const known = Object.entries(star).flatMap(([name, value]) => (value ? [[name, Number(value)]] : []));
      return { curve, target: { mission: /** @type {const} */ ('TESS'), ...Object.fromEntries(known) } };
    };
    const { curve } = read();
    if (observed(curve, period, Number(toi.pl_tranmid) - 2457000, Number(toi.pl_trandurh)) < MIN_TRANSITS) return [];
    const others = all.filter(({ tid, pl_orbper }) => tid === toi.tid && Number(pl_orbper) > 0);
    const periods = [period, ...others.map(({ pl_orbper }) => Number(pl_orbper))];
    return [{ set: 'tess', name: `TOI ${row.toi}`, planet: true, periods, own: period, make: read }];
  });
}

/**
 * Windows of an ephemeris in which at least half of the cadences were observed.
 * @param {LightCurve} curve @param {number} period [d] @param {number} epoch [d] @param {number} hours
 */
function observed({ time, cadence }, period, epoch, hours) {
  const counts = new Map();
  for (const t of time) {
    const number = Math.round((t - epoch) / period);
    if (Math.abs(t - epoch - number * period) < hours / 48) counts.set(number, (counts.get(number) ?? 0) + 1);
  }
  return [...counts.values()].filter((count) => count > (0.5 * hours) / 24 / cadence).length;
}
