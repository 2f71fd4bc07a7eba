// Real Kepler curves for the light-curve benchmarks, found by EXOPLANET_DATA.
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { gunzipSync } from 'node:zlib';

/** @typedef {import('./library.mjs').Library} Library */
/** @typedef {import('@exoplanet/light-curve').LightCurve} LightCurve */
/** @typedef {import('@exoplanet/light-curve').Target} Target */
/** @typedef {Record<string, string>} Row of a table: the text of each cell by column */
/**
 * @typedef {object} Koi a Kepler object of interest
 * @property {string} name
 * @property {string} disposition
 * @property {number} period [d]
 * @property {number} epoch [BKJD]
 * @property {number} duration [h]
 * @property {number} depth [ppm]
 */
/** @typedef {{ kois: Koi[], target: Target }} Host */

/** The data folder. Without it, the program ends with a message. */
export function dataFolder() {
  const folder = process.env.EXOPLANET_DATA;
  if (folder) return folder;
  console.error('EXOPLANET_DATA is not set: it names the folder with light_curves/ and catalogs/');
  process.exit(2);
}

/** Rows of a comma-separated table without quoted commas. @param {string} text @returns {Row[]} */
export function table(text) {
  const [header, ...rows] = text.split('\n').filter((line) => line && !line.startsWith('#'));
  const names = header.split(',');
  return rows.map((row) => Object.fromEntries(row.split(',').map((value, i) => [names[i], value])));
}

const numberOf = (/** @type {string | undefined} */ value) =>
  value === undefined || value === '' ? undefined : Number(value);

/** Every Kepler object of interest by star, and the star's values. @param {string} folder */
export function koiCatalog(folder) {
  /** @type {Map<string, Host>} */
  const stars = new Map();
  const rows = table(gunzipSync(readFileSync(join(folder, 'catalogs/koi_cumulative.csv.gz'))).toString());
  for (const row of rows) {
    /** @type {Host} */
    const star = stars.get(row.kepid) ?? {
      kois: [],
      target: {
        mission: 'KEPLER',
        teff: numberOf(row.koi_steff),
        logg: numberOf(row.koi_slogg),
        radius: numberOf(row.koi_srad),
      },
    };
    stars.set(row.kepid, star);
    star.kois.push({
      name: row.kepoi_name,
      disposition: row.koi_disposition,
      period: Number(row.koi_period),
      epoch: Number(row.koi_time0bk),
      duration: Number(row.koi_duration),
      depth: numberOf(row.koi_depth) ?? 0,
    });
  }
  return stars;
}

/** Rows of the index of one source, one for each object of interest. @param {string} folder @param {'quarter' | 'binned'} source */
export function sourceIndex(folder, source) {
  return table(readFileSync(join(folder, 'light_curves/kepler/index.csv'), 'utf8')).filter(
    (row) => row.source === source,
  );
}

/** The clean curve of one indexed file. @param {Library} library @param {string} folder @param {string} file */
export function readIndexed(library, folder, file) {
  const bytes = readFileSync(join(folder, 'light_curves/kepler', file));
  return library.prepare([library.readLightCurveFile(basename(file), bytes)]);
}

/** The clean curve of all FITS files of one star. @param {Library} library @param {string} folder @param {number} kic */
export function readFits(library, folder, kic) {
  const fits = join(folder, 'light_curves/fits');
  const files = readdirSync(fits).filter((name) => name.startsWith(`kplr${String(kic).padStart(9, '0')}`));
  return library.prepare(files.map((name) => library.readLightCurveFile(name, readFileSync(join(fits, name)))));
}

/** An object deeper than this [ppm] may be an eclipsing binary. */
const MAX_DEPTH = 10_000;

/**
 * A star's curve without the transits of its objects of interest, with room for timing errors. Undefined when too little is left,
 * and for stars with a false positive or a deep object: most are binaries, which vary all around their orbit (Thompson et al. 2018,
 * sect. 2.3.3, also remove known binaries from their inverted and scrambled sets).
 * @param {Library} library @param {LightCurve} curve @param {Koi[]} kois
 */
export function quietHost(library, curve, kois) {
  if (kois.some(({ disposition, depth }) => disposition === 'FALSE POSITIVE' || depth > MAX_DEPTH)) return undefined;
  const host = library.withoutTransits(
    curve,
    kois.map(({ period, epoch, duration }) => ({ period, epoch, duration: Math.min(1.5 * duration + 1, 12 * period) })),
  );
  return host.time.length < MIN_CADENCES ? undefined : host;
}

const MIN_CADENCES = 300;

/** `--name value` of the command line, as a number. @param {string} name @param {number} fallback */
export function option(name, fallback) {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? fallback : Number(process.argv[at + 1]);
}
