import { clipUpward } from '../clean/clip';
import { detrend } from '../detrend/detrend';
import { maskedWindow } from '../detrend/window';
import type { Ephemeris, LightCurve } from '../types';

/**
 * The curve as views are made of it, in training and in serving: detrended with every known transit of the star masked,
 * in the window that fits the candidate's duration, then clipped upward at 5 σ.
 * `others`: further transits of the star, planets or eclipses.
 */
export function flattenForViews(
  curve: LightCurve,
  candidate: Ephemeris,
  others: readonly Ephemeris[] = [],
): LightCurve {
  return clipUpward(detrend(curve, { window: maskedWindow(candidate.duration), mask: [candidate, ...others] }));
}
