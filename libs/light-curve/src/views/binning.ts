import { medianInPlace } from '../statistics/median';
import type { Folded } from './fold';

/** `count` bins of `width` over [from, to], all in days; bins overlap when they are wider than their step. */
export interface Bins {
  count: number;
  width: number;
  from: number;
  to: number;
}

/** Why a view cannot be made of a folded curve. */
export type BinningProblem =
  /** Fewer than 5 points in the range. */
  | 'too_few_points'
  /** All points together span less than half the range. */
  | 'span_too_short'
  /** A bin is not narrower than the range. */
  | 'bins_too_wide';

const MIN_POINTS = 5;

/** The problem that keeps a folded curve from being binned, if there is one. */
export function binningProblem({ phase }: Folded, { width, from, to }: Bins): BinningProblem | undefined {
  let inside = 0;
  for (const at of phase) if (at >= from && at <= to) inside++;
  if (inside < MIN_POINTS) return 'too_few_points';
  if (phase.at(-1)! - phase[0] < (to - from) / 2) return 'span_too_short';
  return width >= to - from ? 'bins_too_wide' : undefined;
}

/** Bin i covers [from + i s, from + i s + width) with s = (to − from − width)/(count − 1): its median flux, NaN where it is empty. */
export function binMedians({ phase, flux }: Folded, { count, width, from, to }: Bins): Float64Array {
  const medians = new Float64Array(count);
  const scratch = new Float64Array(phase.length);
  const step = (to - from - width) / (count - 1);
  let low = 0;
  let high = 0;
  for (let bin = 0; bin < count; bin++) {
    const start = from + bin * step;
    while (low < phase.length && phase[low] < start) low++;
    while (high < phase.length && phase[high] < start + width) high++;
    const points = Math.max(0, high - low);
    scratch.set(flux.subarray(low, low + points));
    medians[bin] = medianInPlace(scratch, points);
  }
  return medians;
}

/** Fills empty bins in place, linearly between the nearest filled bins, at the ends with the nearest filled bin. */
export function fillEmptyBins(bins: Float64Array): void {
  let before = -1;
  for (let bin = 0; bin <= bins.length; bin++) {
    if (bin < bins.length && Number.isNaN(bins[bin])) continue;
    const left = before >= 0 ? bins[before] : bins[bin];
    const right = bin < bins.length ? bins[bin] : left;
    for (let empty = before + 1; empty < bin; empty++) {
      bins[empty] = left + ((right - left) * (empty - before)) / (bin - before);
    }
    before = bin;
  }
}
