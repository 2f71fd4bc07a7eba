import {
  coveredShare,
  EARTH_RADII_PER_SUN,
  equilibriumTemperature,
  insolation,
  insolationAt,
  scaledAxis,
  semiMajorAxis,
  starRadiusOf,
  stellarDensity,
  stellarMass,
  transitDuration,
} from './transit-physics';

/** Checks of an answer, by name. The last two say why a model cannot judge a row; the others compare its fields. */
export const CHECKS = [
  'depth',
  'impact',
  'duration',
  'insolation',
  'equilibrium_temperature',
  'orbit',
  'surface_gravity',
  'stellar_mass',
  'snr',
  'distribution',
  'usable_fields',
] as const;
export type CheckName = (typeof CHECKS)[number];

/** The fields that the checks compare, in the order of `RowValues`. Errors are positive. */
export const CHECKED_FIELDS = [
  'period',
  'duration',
  'depth',
  'depth_err_low',
  'depth_err_high',
  'radius',
  'impact',
  'snr',
  'teq',
  'insol',
  'star_teff',
  'star_logg',
  'star_radius',
  'diagnostics.koi_smass',
] as const;
export type CheckedField = (typeof CHECKED_FIELDS)[number];

/** A row as the checks read it: one value for each of `CHECKED_FIELDS`, NaN for missing. */
export type RowValues = Float64Array;

/** A check that a row fails. */
export interface Finding {
  check: CheckName;
  /** The compared quantity, see the check. */
  value: number;
  /** The limit that it is above or below. */
  limit: number;
  /** Whether no transit can look like this, so that the answer must stay undecided; otherwise the value is only unusual. */
  impossible: boolean;
}

/** Limits below and above: beyond `unusual` a value is evidence, beyond `impossible` it withholds the decision. */
interface Limits {
  unusual: readonly [low: number, high: number];
  impossible: readonly [low: number, high: number];
}

/**
 * Limits of ratios to what the formulas give. They allow for limb darkening, eccentric orbits, blended light and the scatter of
 * the archive's tables: of the rows that were decided, the impossible ones are at most 0.5 % (`tools/bench/rows`).
 */
const LIMITS = {
  /** Depth over the covered share of the star, where the impact parameter is known. */
  depth: { unusual: [0.5, 1.6], impossible: [0.2, 2] },
  /** The same without it: a grazing transit is shallow, but rarely by this much. */
  centralDepth: { unusual: [0.3, 2], impossible: [0.05, 4] },
  /** Both cases for a radius as large as a star's (from `MIN_STELLAR_COMPANION` on): such a body covers much of the star unless the radius is wrong. */
  depthOfStar: { unusual: [0.5, 1.6], impossible: [0.25, 4] },
  /** The same where the radius of the star is unknown and `MAX_STAR_RADIUS` is assumed, or what log g gives for the Sun's mass. */
  assumedDepth: { unusual: [0, Infinity], impossible: [0.05, Infinity] },
  /** Duration over that of a circular orbit with the impact parameter. */
  shortDuration: { unusual: [0.25, Infinity], impossible: [0.08, Infinity] },
  /** Duration over that of a circular orbit through the star's centre. */
  longDuration: { unusual: [0, 2.5], impossible: [0, 30] },
  /** Duration over period. */
  durationShare: { unusual: [0, 0.25], impossible: [0, 1] },
  insolation: { unusual: [1 / 3, 3], impossible: [1 / 500, 40] },
  /** Albedos up to 0.9, and anything from even radiation to that of the day side alone. */
  temperature: { unusual: [0.55, 1.3], impossible: [0.45, 1.6] },
  /** Semi-major axis over stellar radius: wrong radii of giants put some orbits inside the star. */
  orbit: { unusual: [1, Infinity], impossible: [0.07, Infinity] },
  /** Stellar mass [M☉] from log g and radius. */
  mass: { unusual: [0.07, 10], impossible: [0.01, 300] },
  /** The same over the stellar mass of the row. */
  massRatio: { unusual: [0.7, 1.4], impossible: [0.1, 10] },
  /** S/N over depth / error of the depth. */
  snr: { unusual: [0.5, 3], impossible: [0.18, 200] },
} as const satisfies Record<string, Limits>;

/** ppm in a depth of 1: no eclipse is deeper. */
const MAX_DEPTH = 1e6;
/** Radius [R⊕] of half the Sun's: far above planets, brown dwarfs and the errors of both. */
const MIN_STELLAR_COMPANION = 55;
/** Largest radius [R☉] that is assumed for a star with neither radius nor log g: transits of larger stars are rarely found. */
const MAX_STAR_RADIUS = 3;
/** Rounding of radii in tables, in stellar radii. */
const IMPACT_TOLERANCE = 0.05;
/**
 * Minimum density [ρ☉] that is assumed for the star behind a short transit: the transit may belong to a fainter, denser star in
 * the same aperture, as many false positives of giants do.
 */
const MIN_HOST_DENSITY = 0.4;
/** Period [d] of an orbit at the surface of a star as dense as the Sun: √(3π / Gρ). A wrong radius does not explain a shorter one. */
const PERIOD_AT_SURFACE = 0.116;
/** The stellar mass [M☉] from log g and radius is kept within this range, because log g can be wrong; without log g the Sun's mass is assumed. */
const MASS_RANGE = [0.08, 20] as const;
/** With a transit this short for its period, an insolation this high shows that the period is too long. */
const LONG_PERIOD = { duration: 0.3, insolation: 4 };

/**
 * Compares the fields of a row with each other.
 * @returns the checks that it fails; where one check fails twice, the impossible failure
 */
export function checkRow(values: RowValues): Finding[] {
  // By position: destructuring would call an iterator for each value, on the hot path of a batch.
  const period = values[0];
  const duration = values[1];
  const depth = values[2];
  const depthLow = values[3];
  const depthHigh = values[4];
  const radius = values[5];
  const impact = values[6];
  const snr = values[7];
  const teq = values[8];
  const insol = values[9];
  const teff = values[10];
  const logg = values[11];
  const starRadius = values[12];
  const starMass = values[13];
  const findings: Finding[] = [];
  const add = (check: CheckName, value: number, limit: number, impossible: boolean): void => {
    findings.push({ check, value, limit, impossible });
  };
  const compare = (check: CheckName, value: number, { unusual, impossible }: Limits): boolean => {
    if (value < impossible[0]) add(check, value, impossible[0], true);
    else if (value > impossible[1]) add(check, value, impossible[1], true);
    else if (value < unusual[0]) add(check, value, unusual[0], false);
    else if (value > unusual[1]) add(check, value, unusual[1], false);
    else return false;
    return true;
  };

  const ratio = radius / (EARTH_RADII_PER_SUN * starRadius);
  const anyRatio = ratio >= 0 ? ratio : Math.sqrt(depth * 1e-6);
  const maxImpact = 1 + (ratio >= 0 ? ratio : depth > 0 ? Math.max(1, anyRatio) : 1) + IMPACT_TOLERANCE;
  const misses = impact > maxImpact;
  if (misses) add('impact', impact, maxImpact, true);

  const isStar = radius > MIN_STELLAR_COMPANION;
  if (depth > MAX_DEPTH) add('depth', depth / MAX_DEPTH, 1, true);
  else if (!misses && impact >= 0) {
    const share = coveredShare(ratio, impact);
    if (share > 0) compare('depth', (depth * 1e-6) / share, isStar ? LIMITS.depthOfStar : LIMITS.depth);
  } else if (!misses && ratio >= 0)
    compare('depth', (depth * 1e-6) / Math.min(1, ratio * ratio), isStar ? LIMITS.depthOfStar : LIMITS.centralDepth);
  if (!(ratio >= 0) && depth <= MAX_DEPTH) {
    const assumed = radius / (EARTH_RADII_PER_SUN * (starRadiusOf(logg) || MAX_STAR_RADIUS));
    compare('depth', (depth * 1e-6) / Math.min(1, assumed * assumed), LIMITS.assumedDepth);
  }

  const mass = stellarMass(logg, starRadius);
  compare('surface_gravity', mass, LIMITS.mass);
  compare('stellar_mass', mass / starMass, LIMITS.massRatio);

  const density = stellarDensity(mass >= 0 ? mass : 1, starRadius);
  const axis = scaledAxis(period, density);
  if (axis < 1 && period < PERIOD_AT_SURFACE) add('orbit', axis, 1, true);
  else compare('orbit', axis, LIMITS.orbit);

  const share = duration / (24 * period);
  const size = anyRatio >= 0 ? anyRatio : 0;
  const central = duration / transitDuration(period, axis, size, 0);
  if (
    !compare('duration', share, LIMITS.durationShare) &&
    !compare('duration', central, LIMITS.longDuration) &&
    !misses
  ) {
    const hostAxis = density >= MIN_HOST_DENSITY ? axis : scaledAxis(period, Math.max(density, MIN_HOST_DENSITY));
    compare(
      'duration',
      duration / transitDuration(period, hostAxis, size, impact >= 0 ? impact : 0),
      LIMITS.shortDuration,
    );
  }

  const knownMass = mass >= 0 ? Math.min(Math.max(mass, MASS_RANGE[0]), MASS_RANGE[1]) : 1;
  // Tables round a faint insolation to 0, which says nothing.
  const received = insol >= 0 ? insol || NaN : insolationAt(teq);
  const warmth = received / insolation(starRadius, teff, semiMajorAxis(period, knownMass));
  if (central < LONG_PERIOD.duration && warmth > LONG_PERIOD.insolation)
    add('insolation', warmth, LONG_PERIOD.insolation, true);
  else compare('insolation', warmth, LIMITS.insolation);

  compare('equilibrium_temperature', teq / equilibriumTemperature(insol || NaN), LIMITS.temperature);

  const error = depthLow > 0 ? (depthHigh > 0 ? (depthLow + depthHigh) / 2 : depthLow) : depthHigh;
  if (error > 0) compare('snr', (snr * error) / depth, LIMITS.snr);
  return findings;
}
