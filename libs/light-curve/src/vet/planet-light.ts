import { scaledSeparation, starDensity } from '../search/orbit-limits';
import type { Mission } from '../types';
import type { VetSubject } from './vet-test';

/** h c / (λ k) [K] at the middle of the band: 600 nm for Kepler and K2, 800 nm for TESS. */
const BAND_TEMPERATURE: Record<Mission, number> = { KEPLER: 23_980, K2: 23_980, TESS: 17_985 };
const SUN_TEMPERATURE = 5772;
/** Geometric albedo: the brightest hot Jupiters reach 0.35 (Kepler-7 b, Demory et al. 2013, ApJ 776, L25). */
const MAX_ALBEDO = 0.5;

/**
 * The deepest occultation of a planet, as a part of its transit: reflected light A_g (R★/a)², and the heat of a day side that
 * returns all it receives, T = T★ √(R★/a) (2/3)^¼ (Cowan & Agol 2011, ApJ 729, 54, eq. 4). A deeper one shows a star.
 */
export function maxPlanetLight({ fit, target }: Pick<VetSubject, 'fit' | 'target'>): number {
  const density = starDensity(target);
  const separation = density === undefined ? fit.separation : scaledSeparation(fit.period.value, density);
  const star = target.teff ?? SUN_TEMPERATURE;
  const daySide = star * Math.sqrt(1 / separation) * (2 / 3) ** 0.25;
  const band = BAND_TEMPERATURE[target.mission ?? 'KEPLER'];
  return MAX_ALBEDO / separation ** 2 + Math.expm1(band / star) / Math.expm1(band / daySide);
}
