import { starDensity } from '../search/orbit-limits';
import type { Target } from '../types';

/** What the star says of the density that a circular orbit of the fitted shape implies. */
export interface DensityPrior {
  /** [Sun's] */
  density: number;
  /** 1 σ of its natural logarithm for a planet with others beside it, and for one that is alone; each is as likely. */
  sigmas: readonly [number, number];
}

/**
 * Standard deviation of what eccentricity adds to the logarithm of the density, each orbit in proportion to its transit probability.
 * Eccentricities are half-Gaussian below 0.9, with 0.083 for stars with several transiting planets and 0.32 for stars with one (Van Eylen
 * et al. 2019, AJ 157, 61); about half of the planets are of either kind.
 */
const ECCENTRICITY = { several: 0.18, alone: 0.9 };
/** 1 σ of the logarithm where the star has no errors: that of stars with parallaxes (Berger et al. 2020, AJ 159, 280). */
const UNSTATED = 0.13;

/** The density of the star with its scatter; `undefined` where the star is not known well enough. */
export function densityPrior(star: Target): DensityPrior | undefined {
  const density = starDensity(star);
  if (density === undefined) return undefined;
  const scatter = scatterOf(star);
  return { density, sigmas: [Math.hypot(ECCENTRICITY.several, scatter), Math.hypot(ECCENTRICITY.alone, scatter)] };
}

/** How unlikely a density [Sun's] is, as a residual: half its square is the loss of the logarithm of the probability, its sign the side. */
export function densityMisfit(density: number, prior: DensityPrior): number {
  const [narrow, wide] = prior.sigmas;
  const distance = Math.log(density / prior.density);
  const excess = Math.exp((distance ** 2 / 2) * (1 / wide ** 2 - 1 / narrow ** 2));
  const ratio = wide / narrow;
  const loss = distance ** 2 / (2 * wide ** 2) - Math.log((1 + ratio * excess) / (1 + ratio));
  return Math.sign(distance) * Math.sqrt(2 * Math.max(0, loss));
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
