import { eventNoise } from '../search/event-noise';
import { medianOf } from '../statistics/median';
import type { Ephemeris, LightCurve } from '../types';
import { HOURS_PER_DAY, PPM } from '../units';
import { phaseTime } from '../views/fold';

/** Duration for which the noise of stars is usually compared [h]. */
const COMPARED = 6;
/** Noise of a quiet star of 12 mag seen by Kepler over about that duration [ppm] (Gilliland et al. 2011, ApJS 197, 6). Relative photon noise goes as 1/√flux. */
const QUIET = { magnitude: 12, noise: 30 };
/** Neighbouring points are at most this many cadences apart, … */
const NEIGHBOURS = 1.5;
/** … and this many durations from mid-transit at least. */
const CLEAR_DURATIONS = 0.75;

/** 1 σ of the mean flux over six hours, the median of the segments [ppm]: CDPP (Christiansen et al. 2012, PASP 124, 1279). @param inTransit 1 where a cadence must not count */
export function sixHourNoise(curve: LightCurve, inTransit: Uint8Array): number {
  return PPM * medianOf(eventNoise(curve, COMPARED / HOURS_PER_DAY, inTransit).scatter);
}

/** Natural logarithm of a six-hour noise [ppm] over that of a quiet star of the magnitude seen by Kepler; NaN without a magnitude. */
export function noiseExcess(noise: number, magnitude = Number.NaN): number {
  return Math.log(noise / (QUIET.noise * 10 ** (0.2 * (magnitude - QUIET.magnitude))));
}

/** Correlation of each point beside the transits with the one before it: 0 for white noise, near 1 where the star varies slowly. @param curve detrended, median 1 */
export function autocorrelation({ time, flux, cadence }: LightCurve, { period, epoch, duration }: Ephemeris): number {
  const clear = (CLEAR_DURATIONS * duration) / HOURS_PER_DAY;
  const isBeside = (row: number): boolean => Math.abs(phaseTime(time[row], period, epoch)) > clear;
  let product = 0;
  let square = 0;
  for (let row = 1; row < time.length; row++) {
    if (time[row] - time[row - 1] >= NEIGHBOURS * cadence) continue;
    if (!isBeside(row) || !isBeside(row - 1)) continue;
    product += (flux[row] - 1) * (flux[row - 1] - 1);
    square += (flux[row] - 1) ** 2;
  }
  return product / square;
}
