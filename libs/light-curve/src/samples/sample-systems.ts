import { contactDuration, type InjectedPlanet } from '../testing/inject-transit';

/** The star of a sample, as its file's header says it. */
export interface SampleStar {
  name: string;
  telescope: 'Kepler' | 'TESS';
  /** [K], [log10(cm/s²)], [R☉], [mag in the band of the telescope], [deg]. */
  teff: number;
  logg: number;
  radius: number;
  magnitude?: number;
  ra: number;
  dec: number;
  /** Where the parameters were published. */
  source: string;
}

const LIMB = { u1: 0.45, u2: 0.2 };
const KOI_TABLE = 'NASA Exoplanet Archive, KOI cumulative table, ';

/** Kepler-227 b. */
export const PLANET = {
  star: {
    name: 'Kepler-227',
    telescope: 'Kepler',
    teff: 5455,
    logg: 4.467,
    radius: 0.927,
    magnitude: 15.347,
    ra: 291.93423,
    dec: 48.141651,
    source: `${KOI_TABLE}K00752.01: period 9.48803557 d, duration 2.9575 h, impact parameter 0.146, radius 2.26 R_earth.`,
  },
  planet: transiting({ period: 9.48803557, epoch: 170.53875, duration: 2.9575, impact: 0.146, radiusRatio: 0.02235 }),
} as const satisfies Transiting;

/** Kepler-7 b: deep enough for its centroid to be measured in a few transits. */
export const PIXELS = {
  star: {
    name: 'Kepler-7',
    telescope: 'Kepler',
    teff: 6036,
    logg: 3.968,
    radius: 1.909,
    magnitude: 12.885,
    ra: 288.58151,
    dec: 41.089809,
    source: `${KOI_TABLE}K00097.01: period 4.8854886 d, duration 5.16165 h, impact parameter 0.361, radius 16.66 R_earth.`,
  },
  planet: transiting({ period: 4.8854886, epoch: 134.2768785, duration: 5.16165, impact: 0.361, radiusRatio: 0.08 }),
} as const satisfies Transiting;

/** Kepler-167 e: a period of 2.9 years, so that a quarter shows one transit at most. */
export const SINGLE = {
  star: {
    name: 'Kepler-167',
    telescope: 'Kepler',
    teff: 4890,
    logg: 4.604,
    radius: 0.726,
    magnitude: 14.284,
    ra: 292.6582,
    dec: 38.3452,
    source:
      'After Kipping et al. 2016 (ApJ 820, 112), typed in without the paper at hand: Kepler-167 e, period 1071.23 d, radius ratio 0.1282, separation 560 stellar radii, impact parameter 0.23.',
  },
  planet: { period: 1071.2323, epoch: 253.285, radiusRatio: 0.1282, separation: 560, impact: 0.23, limb: LIMB },
} as const satisfies Transiting;

/** EK Cephei, two stars of unequal temperature that eclipse each other; here on a circular orbit. */
export const BINARY = {
  star: {
    name: 'EK Cephei',
    telescope: 'TESS',
    teff: 9000,
    logg: 4.348,
    radius: 1.58,
    ra: 325.3396,
    dec: 69.6928,
    source:
      'After Torres, Andersen & Gimenez 2010 (A&ARv 18, 67), typed in without the paper at hand: period 4.4278 d, radii 1.580 and 1.315 R_sun, masses 2.025 and 1.122 M_sun, effective temperatures 9000 and 5700 K, inclination 89.3 deg; the orbit is taken as circular and the stars as black bodies.',
  },
  period: 4.4278,
  epoch: 1685.1,
  /** In radii of the Sun; the separation follows from the masses by Kepler's third law. */
  radii: [1.58, 1.315],
  separation: 16.63,
  inclination: 89.3,
  temperatures: [9000, 5700],
  limb: LIMB,
} as const;

export interface Transiting {
  star: SampleStar;
  planet: InjectedPlanet;
}

/** The separation at which a planet's transit takes the published duration [h]; the duration falls as the separation grows. */
function transiting({
  duration,
  ...orbit
}: Omit<InjectedPlanet, 'separation' | 'limb'> & { duration: number }): InjectedPlanet {
  let [low, high] = [1 + orbit.radiusRatio, 1000];
  for (let step = 0; step < 60; step++) {
    const separation = (low + high) / 2;
    if (contactDuration({ ...orbit, separation, limb: LIMB }) > duration) low = separation;
    else high = separation;
  }
  return { ...orbit, separation: high, limb: LIMB };
}
