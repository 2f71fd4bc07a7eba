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
function scatterOf({ radius = 0, radiusErr, mass = 0, logg, loggErr }: Target): number {
  const ofRadius = given(radiusErr) / radius;
  if (mass > 0 || logg === undefined) return 3 * ofRadius || UNSTATED;
  const ofGravity = Math.LN10 * given(loggErr);
  const known = ofRadius + ofGravity;
  return ofRadius > 0 && ofGravity > 0 ? known : Math.max(UNSTATED, known);
}

/** An error that is missing, or that a table gives as 0 because it is not known, says nothing. */
const given = (error = 0): number => (error > 0 ? error : 0);
