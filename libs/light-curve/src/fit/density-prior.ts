import { starDensity } from '../search/orbit-limits';
import type { Target } from '../types';

/** What the star says of the density that a circular orbit of the fitted shape implies. */
export interface DensityPrior {
  /** [Sun's] */
  density: number;
  /** 1 σ of its natural logarithm. */
  sigma: number;
}

/**
 * Half of the central 68 % of what eccentricity adds to the logarithm of the density: β distribution (0.697, 3.27) of Kipping (2013,
 * MNRAS 434, L51) for periods under 380 d, each orbit in proportion to its transit probability.
 */
const ECCENTRICITY = 0.47;
/** 1 σ of the logarithm where the star has no errors: between those of catalogues with parallaxes (0.13, Berger et al. 2020, AJ 159, 280) and without (0.4). */
const UNSTATED = 0.3;

/** The density of the star with its scatter; `undefined` where the star is not known well enough. */
export function densityPrior(star: Target): DensityPrior | undefined {
  const density = starDensity(star);
  return density === undefined ? undefined : { density, sigma: Math.hypot(ECCENTRICITY, scatterOf(star)) };
}

/** 1 σ of the logarithm of the density. An error of the radius is in the gravity too, so the two add up. */
function scatterOf({ radius, radiusErr, mass, logg, loggErr }: Target): number {
  if (radius === undefined || radiusErr === undefined) return UNSTATED;
  const relative = radiusErr / radius;
  if (mass !== undefined || logg === undefined) return 3 * relative;
  return loggErr === undefined ? UNSTATED : Math.LN10 * loggErr + relative;
}
