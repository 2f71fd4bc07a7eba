import { MAD_OF_UNIT_SIGMA, medianInPlace, medianOf } from '../statistics/median';
import type { LightCurve } from '../types';
import { segmentRanges } from './segments';
import { takeRows } from './take-rows';

export interface ClipOptions {
  /** A point that is brighter than both local medians by more than this many robust σ is an outlier. @default 5 */
  sigma?: number;
  /** Width of the wide stretch [d]; far wider than any transit. @default 3 */
  window?: number;
}

/** The narrow stretch is this part of the wide one: half a day. */
const NARROW = 1 / 6;
/** Local medians are computed this many times per window and interpolated in between. */
const STEPS_PER_WINDOW = 6;

/**
 * The curve without upward outliers (cosmic rays, flares). Faint points are never clipped, so no dip is ever lost.
 * A point is dropped if it is brighter than two local medians: that of a window so wide that no transit shifts it (otherwise
 * the star's level beside a long transit would look bright), and that of a narrow window (otherwise a star that varies
 * steeply would be clipped at the ends of a segment). σ is 1.4826 MAD of each window's residuals, segment by segment.
 */
export function clipUpward(curve: LightCurve, { sigma = 5, window = 3 }: ClipOptions = {}): LightCurve {
  const kept: number[] = [];
  for (const { start, end } of segmentRanges(curve.segment)) {
    const wide = brighterThanLocal(curve, start, end, window, sigma);
    const narrow = brighterThanLocal(curve, start, end, window * NARROW, sigma);
    for (let row = start; row < end; row++) {
      if (!(wide[row - start] && narrow[row - start])) kept.push(row);
    }
  }
  return kept.length === curve.time.length ? curve : takeRows(curve, kept);
}

/** 1 where a cadence of one segment is more than `sigma` σ above the local median. */
function brighterThanLocal(curve: LightCurve, start: number, end: number, window: number, sigma: number): Uint8Array {
  const residual = localResidual(curve, start, end, window);
  const spread = medianOf(residual.map(Math.abs)) / MAD_OF_UNIT_SIGMA;
  return Uint8Array.from(residual, (above) => (spread > 0 && above > sigma * spread ? 1 : 0));
}

/** Flux minus the local median of one segment, interpolated linearly between window centres. */
function localResidual({ time, flux }: LightCurve, start: number, end: number, window: number): Float64Array {
  const first = time[start];
  const span = time[end - 1] - first;
  const steps = Math.max(1, Math.ceil((span * STEPS_PER_WINDOW) / window));
  const step = span / steps || 1;
  const medians = new Float64Array(steps + 1);
  const scratch = new Float64Array(end - start);
  let from = start;
  let to = start;
  for (let knot = 0; knot <= steps; knot++) {
    const centre = first + knot * step;
    while (from < end && time[from] < centre - window / 2) from++;
    while (to < end && time[to] <= centre + window / 2) to++;
    scratch.set(flux.subarray(from, to));
    medians[knot] = to > from ? medianInPlace(scratch, to - from) : medians[knot - 1];
  }
  return Float64Array.from({ length: end - start }, (_, index) => {
    const place = (time[start + index] - first) / step;
    const knot = Math.min(steps - 1, Math.floor(place));
    const [left, right] = [medians[knot], medians[knot + 1]];
    return flux[start + index] - (left + (right - left) * (place - knot));
  });
}
