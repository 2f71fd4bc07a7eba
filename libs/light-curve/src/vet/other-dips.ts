import { detrend } from '../detrend/detrend';
import { maskedWindow } from '../detrend/window';
import { withoutTransits } from '../detrend/without-transits';
import { type LoneDip, overlaps, slidingBoxes } from '../search/lone-dips';
import { transitStatistic } from '../search/transit-statistic';
import { pointScatter } from '../search/weighted-series';
import { medianOf } from '../statistics/median';
import type { Ephemeris, LightCurve } from '../types';
import { HOURS_PER_DAY, PPM } from '../units';

/** A dip counts where a box of the transits' length loses at least this part of their light, … */
const SIMILAR_PART = 0.5;
/** … at this significance for white noise [σ]: where dips are frequent, they are the red noise. */
const SEEN_SIGMA = 5;
/** What is removed of the transits is longer by this: their wings are not other dips. */
const REMOVED_PART = 2;

/**
 * How many dips like the transits stand in the curve at other times. No transit is masked before the trend is taken out: it takes as
 * much of the transits as of the others.
 * @param curve not detrended
 */
export function countOtherDips(curve: LightCurve, transits: Ephemeris): number {
  const { duration } = transits;
  const flat = detrend(curve, { window: maskedWindow(duration) });
  const loss = transitStatistic(flat, transits).depth / PPM;
  const rest = withoutTransits(flat, [{ ...transits, duration: REMOVED_PART * duration }]);
  const white = medianOf(pointScatter(rest)) / Math.sqrt(duration / HOURS_PER_DAY / rest.cadence);
  const least = Math.max(SIMILAR_PART * loss, SEEN_SIGMA * white);
  const boxes = [...slidingBoxes(rest, duration)].filter((box) => box.loss >= least).sort((a, b) => b.loss - a.loss);
  const dips: LoneDip[] = [];
  for (const box of boxes) if (!dips.some((dip) => overlaps(dip, box))) dips.push(box);
  return dips.length;
}
