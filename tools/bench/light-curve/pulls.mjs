// Do the errors hold? Mandel & Agol transits in real Kepler quarters, fitted at their ephemeris: the scatter of
// (measured − true) / error should be 1 for each value.
// usage: EXOPLANET_DATA=… node tools/bench/light-curve/pulls.mjs [--limit 200] [--seed 1] [--impacts 0.85: the largest impact parameter] [--mes 100: the strongest]
//   [--densities 2: stars are up to so many times denser or thinner than catalogued]
//   [--eccentric 1: instead, the densities that circular orbits imply are those of eccentric ones about stars with parallaxes]
import { dataFolder, koiCatalog, option, quietHost, readIndexed, sourceIndex } from './data.mjs';
import { loadLightCurveLibrary } from './library.mjs';
import { hostOf } from './peer-curves.mjs';

const REQUIRED = { from: 0.9, to: 1.2 };
/** Largest injected multiple event statistic; uniform in its logarithm, from a tenth of it on. */
const maxMes = option('mes', 100);
/** Scatter of the injected limb darkening about the tables. */
const LIMB_SCATTER = 0.06;
/** Scatter of half-Gaussian eccentricities of planets with others beside them, and of those that are alone (Van Eylen et al. 2019). */
const ECCENTRICITIES = [0.083, 0.32];
/** Larger ones are not drawn. */
const MAX_ECCENTRICITY = 0.9;
/** 1 σ of the logarithm of the density of a star with a parallax (Berger et al. 2020). */
const DENSITY_SCATTER = 0.13;
const eccentric = option('eccentric', 0) > 0;
const densitySpread = eccentric ? 1 : option('densities', 2);
const limit = option('limit', 200);
const seed = option('seed', 1);
const library = await loadLightCurveLibrary();
const random = library.seededRandom(seed);
const normal = library.seededNormal(seed + 1);
const folder = dataFolder();
const catalog = koiCatalog(folder);
const stars = [...new Map(sourceIndex(folder, 'quarter').map((row) => [row.kepid, row])).values()];
/** @type {Record<'star known' | 'star not known', ReturnType<typeof pullsOf>[]>} */
const stages = { 'star known': [], 'star not known': [] };
const started = performance.now();
while (stages['star known'].length < limit) {
  const row = stars[Math.floor(random() * stars.length)];
  const { kois, target } = hostOf(catalog, row);
  const host = quietHost(library, readIndexed(library, folder, row.file).curve, kois);
  if (!host) continue;
  const table = library.limbDarkening(target);
  const limb = { u1: table.u1 + LIMB_SCATTER * normal(), u2: table.u2 + LIMB_SCATTER * normal() };
  const placed = library.placePlanet(
    host,
    scattered(library.starDensity(target)),
    maxMes * 10 ** (random() - 1),
    random,
    { limb, maxImpact: option('impacts', 0.85), densitySpread },
  );
  if (!placed) continue;
  const curve = library.injectTransits(host, placed.planet);
  stages['star known'].push(pullsOf(curve, placed.planet, target));
  stages['star not known'].push(pullsOf(curve, placed.planet, { mission: 'KEPLER', teff: target.teff }));
}

/** What a circular orbit about the injected star implies, for the density of the catalogue. @param {number | undefined} density */
function scattered(density) {
  if (density === undefined || !eccentric) return density;
  const [e, sine] = orbit();
  return density * Math.exp(DENSITY_SCATTER * normal()) * ((1 + e * sine) / Math.sqrt(1 - e ** 2)) ** 3;
}

/** Eccentricity and sine of the argument of periastron of an orbit that transits. */
function orbit() {
  for (;;) {
    const e = Math.abs(ECCENTRICITIES[Math.floor(random() * ECCENTRICITIES.length)] * normal());
    const sine = Math.sin(2 * Math.PI * random());
    const weight = (1 + e * sine) / (1 - e ** 2);
    if (e < MAX_ECCENTRICITY && random() < (1 - MAX_ECCENTRICITY) * weight) return [e, sine];
  }
}

/**
 * (measured − true) / error of each value.
 * @param {import('@exoplanet/light-curve').LightCurve} curve
 * @param {import('@exoplanet/light-curve/testing').InjectedPlanet} planet
 * @param {import('@exoplanet/light-curve').Target} target
 */
function pullsOf(curve, planet, target) {
  const known = { period: planet.period, epoch: planet.epoch, duration: library.contactDuration(planet) };
  const [{ period, radiusRatio, impact, depth, duration }] = library.analyze(curve, { target, known }).detections;
  const truth = 1e6 * (1 - library.mandelAgolFlux(planet.impact, planet.radiusRatio, planet.limb));
  const pull = (/** @type {{ value: number, error: number }} */ { value, error }, /** @type {number} */ right) =>
    (value - right) / error;
  return {
    period: pull(period, planet.period),
    'radius ratio': pull(radiusRatio, planet.radiusRatio),
    impact: pull(impact, planet.impact),
    depth: pull(depth, truth),
    duration: pull(duration, known.duration),
  };
}

let reached = true;
console.log(`seed ${seed}, ${limit} injections, ${((performance.now() - started) / 1000).toFixed(0)} s`);
for (const [name, pulls] of Object.entries(stages)) {
  const values = /** @type {(keyof ReturnType<typeof pullsOf>)[]} */ (Object.keys(pulls[0]));
  const rows = values.map((value) => {
    const own = pulls.map((pull) => pull[value]);
    const mean = own.reduce((sum, one) => sum + one, 0) / own.length;
    const scatter = Math.sqrt(own.reduce((sum, one) => sum + (one - mean) ** 2, 0) / own.length);
    const right = scatter >= REQUIRED.from && scatter <= REQUIRED.to;
    if (value !== 'duration') reached &&= right;
    return {
      value,
      mean: mean.toFixed(2),
      scatter: scatter.toFixed(2),
      robust: library.robustSigma(own).toFixed(2),
      largest: Math.max(...own.map(Math.abs)).toFixed(1),
      reached: right,
    };
  });
  console.log(name);
  console.table(rows);
}
process.exit(reached ? 0 : 1);
