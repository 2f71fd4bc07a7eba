import type { Measured } from '../types';

/** Radius of the Sun in Earth radii (IAU 2015 nominal values). */
const SUN_IN_EARTH_RADII = 109.076;

/** Radius of the planet [R⊕] from the radius ratio and the star's radius [R☉], with the errors of both where the star's is known. */
export function earthRadii(ratio: Measured, starRadius: number, starRadiusErr = 0): Measured {
  return {
    value: ratio.value * starRadius * SUN_IN_EARTH_RADII,
    error: Math.hypot(ratio.error * starRadius, ratio.value * starRadiusErr) * SUN_IN_EARTH_RADII,
  };
}
