import { detrend } from '../detrend/detrend';
import { maskedWindow } from '../detrend/window';
import { withoutTransits } from '../detrend/without-transits';
import { isTransitLike, type LoneDip, overlaps, slidingBoxes } from '../search/lone-dips';
import { multipleEvent } from '../search/multiple-event';
import { pointScatter } from '../search/weighted-series';
import { medianOf } from '../statistics/median';
import type { Ephemeris, LightCurve } from '../types';
import { HOURS_PER_DAY, PPM } from '../units';

/** A dip counts where a box of the transits' length loses at least this part of their light, … */
const SIMILAR_PART = 0.5;
/** … and this many σ of the mean of points that scatter as those of the curve do, the dips among them. */
const SEEN_SIGMA = 5;
/** What is removed of the transits is longer by this: their wings are not other dips. */
const REMOVED_PART = 2;

/**
 * How many dips stand in the curve at other times, at least half as deep as the transits and between level flux, as a wave's troughs
 * are not. No transit is masked before the trend is taken out: it takes as much of the transits as of the others.
 * @param curve not detrended; @param second other dips that come back at the period of the transits, which do not count
 */
export function countOtherDips(curve: LightCurve, transits: Ephemeris, second: readonly Ephemeris[] = []): number {
  const { duration } = transits;
  const flat = detrend(curve, { window: maskedWindow(duration) });
  const loss = multipleEvent(flat, transits).depth / PPM;
  const removed = [transits, ...second].map((dip) => ({ ...dip, duration: REMOVED_PART * dip.duration }));
  const rest = withoutTransits(flat, removed);
  const error = medianOf(pointScatter(rest)) / Math.sqrt(duration / HOURS_PER_DAY / rest.cadence);
  const least = Math.max(SIMILAR_PART * loss, SEEN_SIGMA * error);
  const boxes = [...slidingBoxes(rest, duration)].filter((box) => box.loss >= least).sort((a, b) => b.loss - a.loss);
  const dips: LoneDip[] = [];
  for (const box of boxes) if (isTransitLike(rest, box) && !dips.some((dip) => overlaps(dip, box))) dips.push(box);
  return dips.length;
}
