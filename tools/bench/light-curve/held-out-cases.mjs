// Made curves whose right answer is known, one generator a kind; every number in them comes from the seed.

/** @typedef {import('./library.mjs').Library} Library */
/** @typedef {import('@exoplanet/light-curve').LightCurve} LightCurve */
/** @typedef {import('@exoplanet/light-curve').Target} Target */
/** @typedef {import('@exoplanet/light-curve/testing').InjectedPlanet} InjectedPlanet */
/** @typedef {() => number} Random uniform from 0 to 1 */
/** @typedef {{ curve: LightCurve, target: Target, first: number, middle: number }} Sky a quiet star: its curve, its first time and the middle of its first stretch [d] */
/**
 * @typedef {object} Expected what must be said of a curve
 * @property {number[]} passing periods that may pass all tests [d]
 * @property {boolean} [only] they must pass
 * @property {boolean} [missing] some of them may be missing
 * @property {number[]} [events] times of single events [d]
 * @property {import('@exoplanet/light-curve').Detection['tests'][number]['name']} [fails] a test that must fail
 * @property {number} [most] maximum number of detections
 * @property {number} [maxPlanets] of the search
 * @property {[truth: number, part: number]} [ratio] radius ratio of the first period, and its tolerance
 * @property {InjectedPlanet} [sigmas] radius ratio and impact parameter must agree within their errors
 */
/** @typedef {Sky & { expect: Expected, note?: string }} MadeCase */
/** @typedef {(library: Library, random: Random, seed: number) => MadeCase | undefined} Make undefined where the draw makes no case of the kind */

/** Kepler's long cadence and TESS's two [d]. */
const KEPLER = 0.0204336;
const TESS = { fast: 120 / 86_400, slow: 1800 / 86_400 };
const SUN = { teff: 5772, logg: 4.44, radius: 1 };
const between = (/** @type {Random} */ random, /** @type {number} */ from, /** @type {number} */ to) =>
  from + (to - from) * random();
/** @template One @param {Random} random @param {One[]} list */
const pick = (random, list) => list[Math.floor(random() * list.length)];

/** Deep enough that one transit is seen by itself in the noise of `tess`. */
const DEEP = (/** @type {Random} */ random) => ({ radiusRatio: between(random, 0.08, 0.12) });

/** The kinds by name. @type {Record<string, Make>} */
export const KINDS = {
  'one transit': (library, random, seed) => {
    const sky = tess(library, random, seed, 1);
    const epoch = sky.middle + between(random, 3, 9) * pick(random, [-1, 1]);
    const planet = planetOf(library, random, { period: between(random, 40, 200), epoch, ...DEEP(random) });
    return { ...sky, curve: library.injectTransits(sky.curve, planet), expect: { passing: [], events: [epoch] } };
  },
  'two transits': (library, random, seed) => {
    const sky = tess(library, random, seed, 1);
    const period = between(random, 14, 19);
    const epoch = sky.first + between(random, 2, 26 - period - 2);
    const planet = planetOf(library, random, { period, epoch, ...DEEP(random) });
    const inGap = (/** @type {number} */ at) => Math.abs(at - sky.middle) < 1;
    if (inGap(epoch) || inGap(epoch + period)) return undefined;
    return {
      ...sky,
      curve: library.injectTransits(sky.curve, planet),
      expect: { passing: [], events: [epoch, epoch + period] },
    };
  },
  'unequal eclipses': (library, random, seed) => {
    const sky = kepler(library, random, seed, 3);
    const period = between(random, 2.5, 9);
    const primary = planetOf(library, random, { period, radiusRatio: between(random, 0.05, 0.15) });
    const phase = between(random, 0.3, 0.7);
    const part = between(random, 0.15, 0.75);
    const secondary = {
      ...primary,
      epoch: primary.epoch + phase * period,
      radiusRatio: primary.radiusRatio * Math.sqrt(part),
    };
    return {
      ...sky,
      curve: [primary, secondary].reduce((curve, planet) => library.injectTransits(curve, planet), sky.curve),
      expect: { passing: [], fails: 'secondary_eclipse', most: 1 },
      note: `${period.toFixed(3)} d, phase ${phase.toFixed(2)}, ${(100 * part).toFixed(0)} %`,
    };
  },
  'weak second eclipse': (library, random, seed) => {
    const sky = kepler(library, random, seed, 3);
    const period = between(random, 3, 9);
    const primary = planetOf(library, random, { period, radiusRatio: between(random, 0.12, 0.2) });
    const part = between(random, 0.012, 0.05);
    const secondary = {
      ...primary,
      epoch: primary.epoch + between(random, 0.35, 0.65) * period,
      radiusRatio: primary.radiusRatio * Math.sqrt(part),
    };
    return {
      ...sky,
      curve: [primary, secondary].reduce((curve, planet) => library.injectTransits(curve, planet), sky.curve),
      expect: { passing: [], fails: 'secondary_eclipse', most: 1 },
      note: `${period.toFixed(3)} d, ${(100 * part).toFixed(1)} %`,
    };
  },
  'early and late eclipses': (library, random, seed) => {
    const sky = pick(random, [kepler, tess])(library, random, seed, 3);
    const period = between(random, 4, 8);
    const minutes = between(random, 20, 60) * pick(random, [-1, 1]);
    const primary = planetOf(library, random, { period, radiusRatio: between(random, 0.05, 0.09) });
    const secondary = { ...primary, epoch: primary.epoch + period / 2 + minutes / 1440 };
    return {
      ...sky,
      curve: [primary, secondary].reduce((curve, planet) => library.injectTransits(curve, planet), sky.curve),
      expect: { passing: [] },
      note: `${period.toFixed(3)} d, ${minutes.toFixed(0)} min`,
    };
  },
  'alternating depths': (library, random, seed) => {
    const sky = kepler(library, random, seed, 3);
    const period = between(random, 2, 6);
    const first = planetOf(library, random, {
      period: 2 * period,
      radiusRatio: between(random, 0.08, 0.3),
      impact: 0.3,
    });
    const part = between(random, 0.85, 0.96);
    const second = { ...first, epoch: first.epoch + period, radiusRatio: first.radiusRatio * Math.sqrt(part) };
    return {
      ...sky,
      curve: [first, second].reduce((curve, planet) => library.injectTransits(curve, planet), sky.curve),
      expect: { passing: [] },
      note: `${period.toFixed(3)} d, ${(100 * part).toFixed(1)} %`,
    };
  },
  'swinging times': (library, random, seed) => {
    const sky = kepler(library, random, seed, 4);
    const period = between(random, 6, 14);
    const planet = planetOf(library, random, { period, radiusRatio: between(random, 0.03, 0.05), impact: 0.3 });
    const minutes = between(random, 10, 34);
    const waves = between(random, 2.5, 5);
    const swing = (/** @type {number} */ time) =>
      (minutes / 1440) * Math.sin((2 * Math.PI * waves * (time - sky.first)) / 360);
    const orbit = (/** @type {number} */ time) => planet.epoch + period * Math.round((time - planet.epoch) / period);
    const late = { ...sky.curve, time: sky.curve.time.map((time) => time - swing(orbit(time))) };
    const flux = library.injectTransits(late, planet).flux;
    return {
      ...sky,
      curve: { ...sky.curve, flux },
      expect: { passing: [period], only: true, ratio: [planet.radiusRatio, 0.05] },
      note: `${period.toFixed(3)} d, ${minutes.toFixed(0)} min`,
    };
  },
  'half a cadence apart': (library, random, seed) => {
    const sky = kepler(library, random, seed, 1);
    const period = KEPLER * (Math.round(between(random, 100, 300)) + 0.5);
    const planet = planetOf(library, random, { period, radiusRatio: between(random, 0.05, 0.08), impact: 0.85 });
    return {
      ...sky,
      curve: library.injectTransits(sky.curve, planet),
      expect: { passing: [period], only: true },
      note: `${period.toFixed(4)} d`,
    };
  },
  'six planets': (library, random, seed) => {
    const sky = kepler(library, random, seed, 3);
    let period = between(random, 6, 10);
    const planets = Array.from({ length: 6 }, () => {
      const planet = planetOf(library, random, { period, radiusRatio: between(random, 0.02, 0.05) });
      period *= between(random, 1.28, 1.7);
      return planet;
    });
    return {
      ...sky,
      curve: planets.reduce((curve, planet) => library.injectTransits(curve, planet), sky.curve),
      expect: { passing: planets.map((planet) => planet.period), only: true, maxPlanets: 6, missing: true },
      note: planets.map((planet) => planet.period.toFixed(2)).join(' '),
    };
  },
  'three transits of three planets': (library, random, seed) => {
    const sky = kepler(library, random, seed, 1);
    const gap = between(random, 15, 25);
    const at = sky.first + between(random, 5, 15);
    const planets = [0, 1, 2.03 + between(random, 0, 0.3)].map((place) =>
      planetOf(library, random, { period: 400, epoch: at + place * gap, radiusRatio: between(random, 0.03, 0.09) }),
    );
    return {
      ...sky,
      curve: planets.reduce((curve, planet) => library.injectTransits(curve, planet), sky.curve),
      expect: { passing: [], events: planets.map(({ epoch }) => epoch) },
    };
  },
  dipper: (library, random, seed) => {
    const sky = pick(random, [kepler, tess])(library, random, seed, pick(random, [1, 2, 3]));
    const spacing = between(random, 2, 8);
    const deepest = between(random, 0.02, 0.2);
    /** Each dip has a depth, a width and a skewness of its own. @type {{ at: number, depth: number, ingress: number, egress: number }[]} */
    const dips = [];
    const last = sky.curve.time[sky.curve.time.length - 1];
    for (let at = sky.first; at < last; at -= spacing * Math.log(1 - random()))
      dips.push({
        at,
        depth: deepest * between(random, 0.1, 1),
        ingress: between(random, 0.05, 0.4),
        egress: between(random, 0.05, 0.4),
      });
    const loss = (/** @type {number} */ time) =>
      dips.reduce((sum, { at, depth, ingress, egress }) => {
        const phase = (time - at) / (time < at ? ingress : egress);
        return Math.abs(phase) > 4 ? sum : sum + depth * Math.exp(-0.5 * phase * phase);
      }, 0);
    const flux = sky.curve.flux.map((value, i) => value * (1 - Math.min(0.9, loss(sky.curve.time[i]))));
    return { ...sky, curve: { ...sky.curve, flux }, expect: { passing: [] }, note: `${dips.length} dips` };
  },
  'tidal binary': (library, random, seed) => {
    const sky = pick(random, [kepler, tess])(library, random, seed, 2);
    const period = between(random, 0.8, 5);
    const primary = planetOf(library, random, { period, radiusRatio: between(random, 0.1, 0.4) });
    const secondary = {
      ...primary,
      epoch: primary.epoch + period / 2,
      radiusRatio: primary.radiusRatio * Math.sqrt(between(random, 0.05, 0.9)),
    };
    const tides = between(random, 0.003, 0.03);
    const eclipsed = [primary, secondary].reduce((curve, planet) => library.injectTransits(curve, planet), sky.curve);
    const flux = eclipsed.flux.map(
      (value, i) => value * (1 - tides * Math.cos((4 * Math.PI * (eclipsed.time[i] - primary.epoch)) / period)),
    );
    return {
      ...sky,
      curve: { ...eclipsed, flux },
      expect: { passing: [] },
      note: `${period.toFixed(3)} d, tides of ${(100 * tides).toFixed(1)} %`,
    };
  },
  'limb darkening': (library, random, seed) => {
    const sky = pick(random, [kepler, tess])(library, random, seed, 1);
    const planet = planetOf(library, random, {
      period: between(random, 2, 5),
      radiusRatio: between(random, 0.08, 0.13),
      impact: between(random, 0, 0.6),
      limb: library.limbDarkening(sky.target),
    });
    return {
      ...sky,
      curve: library.injectTransits(sky.curve, planet),
      expect: { passing: [planet.period], only: true, sigmas: planet },
      note: `${planet.period.toFixed(3)} d, k ${planet.radiusRatio.toFixed(3)}, b ${planet.impact.toFixed(2)}`,
    };
  },
};

/**
 * A planet on a random orbit.
 * @param {Library} library @param {Random} random
 * @param {{ period: number, epoch?: number } & Partial<InjectedPlanet>} planet
 * @returns {InjectedPlanet}
 */
function planetOf(library, random, { period, epoch, ...more }) {
  return {
    period,
    epoch: epoch ?? 170 + period * random(),
    radiusRatio: between(random, 0.04, 0.1),
    separation: library.scaledSeparation(period, between(random, 0.7, 1.5)),
    impact: between(random, 0, 0.6),
    limb: { u1: 0.4, u2: 0.26 },
    ...more,
  };
}

/** Quarters of 90 d with gaps, from 170 d on. @param {Library} library @param {Random} random @param {number} seed @param {number} quarters */
function kepler(library, random, seed, quarters) {
  const noise = between(random, 8e-5, 2e-4);
  const stretches = Array.from({ length: quarters }, (_, quarter) => [quarter * 92, quarter * 92 + 90]);
  return skyOf(library, seed, { noise, cadence: KEPLER, timeSystem: 'BKJD', stretches, mission: 'KEPLER' });
}

/** Sectors of 26.6 d with a gap of 1.6 d in their middle. @param {Library} library @param {Random} random @param {number} seed @param {number} sectors */
function tess(library, random, seed, sectors) {
  const cadence = sectors > 1 ? TESS.slow : pick(random, [TESS.fast * 5, TESS.slow]);
  const noise = between(random, 3e-4, 8e-4);
  const stretches = Array.from({ length: sectors }, (_, sector) => [
    [sector * 27.4, sector * 27.4 + 12.5],
    [sector * 27.4 + 14.1, sector * 27.4 + 26.6],
  ]).flat();
  return skyOf(library, seed, { noise, cadence, timeSystem: 'BTJD', stretches, mission: 'TESS' });
}

/** Time of the first point [d]. */
const FIRST = 170;

/**
 * A spotted star without transits.
 * @param {Library} library
 * @param {number} seed
 * @param {{ noise: number, cadence: number, timeSystem: LightCurve['timeSystem'], stretches: number[][], mission: 'KEPLER' | 'TESS' }} options stretches: from and to [d]
 * @returns {Sky}
 */
function skyOf(library, seed, { noise, cadence, timeSystem, stretches, mission }) {
  const normal = library.seededNormal(seed);
  /** @type {number[]} */
  const time = [];
  /** @type {number[]} */
  const segment = [];
  stretches.forEach(([from, to], stretch) => {
    for (let at = from; at < to; at += cadence) {
      time.push(FIRST + at);
      segment.push(stretch);
    }
  });
  const phase = 6 * normal();
  const curve = {
    time: Float64Array.from(time),
    timeSystem,
    // White noise, and a spotted star of 12 d.
    flux: Float64Array.from(time, (at) => 1 + noise * normal() + 3 * noise * Math.sin((2 * Math.PI * at) / 12 + phase)),
    fluxErr: new Float64Array(time.length).fill(noise),
    segment: Int32Array.from(segment),
    cadence,
  };
  return { curve, target: { ...SUN, mission }, first: FIRST, middle: FIRST + 13.3 };
}
