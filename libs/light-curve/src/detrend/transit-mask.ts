import type { Ephemeris } from '../types';
import { HOURS_PER_DAY } from '../units';

/** Wider than the duration by this much, for ephemeris error. */
const MARGIN = 1.2;

/** 1 where a time [d] lies in a transit of any ephemeris; half a cadence [d] is added on both sides for the smearing of the exposure. */
export function transitMask(time: Float64Array, ephemerides: readonly Ephemeris[], cadence: number): Uint8Array {
  const mask = new Uint8Array(time.length);
  for (const { period, epoch, duration } of ephemerides) {
    const half = (MARGIN * duration) / HOURS_PER_DAY / 2 + cadence / 2;
    for (let row = 0; row < time.length; row++) {
      const phase = time[row] - epoch;
      if (Math.abs(phase - period * Math.round(phase / period)) <= half) mask[row] = 1;
    }
  }
  return mask;
}
