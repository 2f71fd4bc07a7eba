import { detrend } from '../detrend/detrend';
import { searchWindow } from '../detrend/window';
import { eventNoise } from '../search/event-noise';
import { medianOf } from '../statistics/median';
import type { LightCurve } from '../types';
import type { PeriodRange } from './period-ranges';

/**
 * Windows in typical transit durations, and the part of an unmasked transit's depth that the detrending leaves:
 * measured with boxes of 2, 4 and 8 h in white noise at 1 to 50 σ.
 */
const NARROW_WINDOWS = [
  { durations: 2.5, left: 0.55 },
  { durations: 3, left: 0.68 },
  { durations: 4, left: 0.88 },
];
/** A narrow window must lower the noise by this factor, since it also distorts the transit. */
const ADVANTAGE = 1.15;

/**
 * The curve detrended so that a typical transit of the range has the highest signal to noise, and the window [h]. Usually that
 * window preserves every transit. On a star that varies within a day, a narrower one can be better: it removes a part of the
 * transit's depth, but more of the star's variation.
 */
export function detrendForSearch(curve: LightCurve, range: PeriodRange): { flat: LightCurve; window: number } {
  const nothing = new Uint8Array(curve.time.length);
  const noiseOf = (flat: LightCurve): number => medianOf(eventNoise(flat, range.typicalHours / 24, nothing).scatter);
  const wide = searchWindow(range.longestHours);
  let best = { flat: detrend(curve, { window: wide }), window: wide };
  let lowest = noiseOf(best.flat) / ADVANTAGE;
  for (const { durations, left } of NARROW_WINDOWS) {
    const window = durations * range.typicalHours;
    if (window >= wide) continue;
    const flat = detrend(curve, { window });
    const noise = noiseOf(flat) / left;
    if (noise < lowest) [best, lowest] = [{ flat, window }, noise];
  }
  return best;
}
