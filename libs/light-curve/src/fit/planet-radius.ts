import type { Measured } from './fit-transit';

/** Radius of the Sun in Earth radii (IAU 2015 nominal values). */
const SUN_IN_EARTH_RADII = 109.076;

/** Radius of the planet [R⊕] from the radius ratio and the star's radius [R☉]; the error is that of the ratio alone. */
export function earthRadii(ratio: Measured, starRadius: number): Measured {
  return { value: ratio.value * starRadius * SUN_IN_EARTH_RADII, error: ratio.error * starRadius * SUN_IN_EARTH_RADII };
}
