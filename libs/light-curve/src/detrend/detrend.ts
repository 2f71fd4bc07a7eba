import { segmentRanges } from '../clean/segments';
import type { Ephemeris, LightCurve } from '../types';
import { HOURS_PER_DAY } from '../units';
import { BiweightFit, type Degree } from './biweight-fit';
import { transitMask } from './transit-mask';

export interface DetrendOptions {
  /** Width of the sliding window [h]; see `maskedWindow` and `searchWindow`. It widens by itself where too few points lie in it. */
  window: number;
  /** Known transits, which are left out of the trend. */
  mask?: readonly Ephemeris[];
}

/** The trend is fitted this many times per window, with a cubic in between. Half as many cost shallow transits a part of their signal. */
const KNOTS_PER_WINDOW = 16;
/** Points per window from which neighbours are averaged before the fit: more of them cost time and add nothing. */
const ENOUGH_POINTS = 100;
/** Fewest unmasked points in a fit. */
const MIN_POINTS = 12;
/** A fit with less than this fraction of its points on one side extrapolates, so it remains a straight line. */
const ONE_SIDED = 0.2;

/**
 * The curve divided by its trend: a robust (biweight) local polynomial in a sliding window, never across a segment.
 * Without a mask it is a straight line, which an unmasked transit distorts least; with a mask it is a parabola over the
 * unmasked points.
 * Errors scale with the flux; times, segments and centroids are shared with the argument.
 */
export function detrend(curve: LightCurve, { window, mask = [] }: DetrendOptions): LightCurve {
  const trend = trendOf(curve, { window, mask });
  return {
    ...curve,
    flux: curve.flux.map((flux, row) => flux / trend[row]),
    fluxErr: curve.fluxErr.map((error, row) => error / trend[row]),
  };
}

/** The trend by which `detrend` divides, one value per cadence. */
export function trendOf(curve: LightCurve, { window, mask = [] }: DetrendOptions): Float64Array {
  const masked = transitMask(curve.time, mask, curve.cadence);
  const trend = new Float64Array(curve.time.length);
  const degree = mask.length > 0 ? 2 : 1;
  for (const { start, end } of segmentRanges(curve.segment)) {
    const rows: number[] = [];
    for (let row = start; row < end; row++) if (masked[row] === 0) rows.push(row);
    const usable = rows.length >= MIN_POINTS ? rows : Array.from({ length: end - start }, (_, index) => start + index);
    const days = window / HOURS_PER_DAY;
    const together = Math.max(1, Math.floor(days / curve.cadence / ENOUGH_POINTS));
    const { time, flux } = averaged(curve, usable, together);
    segmentTrend(curve.time.subarray(start, end), time, flux, days, degree, trend.subarray(start, end));
  }
  return trend;
}

/** Time and flux of some rows of one segment; each point is the mean of a fixed number of points that follow each other without a pause. */
function averaged(
  curve: LightCurve,
  rows: readonly number[],
  together: number,
): { time: Float64Array; flux: Float64Array } {
  const time = new Float64Array(rows.length);
  const flux = new Float64Array(rows.length);
  const longest = together * curve.cadence;
  let points = 0;
  for (let i = 0; i < rows.length;) {
    const first = curve.time[rows[i]];
    let [count, t, f] = [0, 0, 0];
    for (; i < rows.length && count < together && curve.time[rows[i]] - first < longest; i++, count++) {
      t += curve.time[rows[i]];
      f += curve.flux[rows[i]];
    }
    time[points] = t / count;
    flux[points++] = f / count;
  }
  return { time: time.subarray(0, points), flux: flux.subarray(0, points) };
}

/** Fits at evenly spaced knots and interpolates to `at`, both in one segment. */
function segmentTrend(
  at: Float64Array,
  time: Float64Array,
  flux: Float64Array,
  window: number,
  degree: Degree,
  trend: Float64Array,
): void {
  const first = at[0];
  const span = at.at(-1)! - first;
  const steps = Math.max(1, Math.ceil((span * KNOTS_PER_WINDOW) / window));
  const step = span / steps || 1;
  const knots = new Float64Array(steps + 1);
  const x = new Float64Array(time.length);
  const fit = new BiweightFit(time.length);
  let from = 0;
  let to = 0;
  for (let knot = 0; knot <= steps; knot++) {
    const centre = first + knot * step;
    while (from < time.length && time[from] < centre - window / 2) from++;
    while (to < time.length && time[to] <= centre + window / 2) to++;
    const [low, high] = widened(time, centre, from, to);
    let before = 0;
    for (let i = low; i < high; i++) {
      x[i - low] = (time[i] - centre) / (window / 2);
      if (time[i] < centre) before++;
    }
    const onSmallerSide = Math.min(before, high - low - before) / (high - low);
    knots[knot] = fit.valueAtZero(x, flux.subarray(low, high), high - low, onSmallerSide < ONE_SIDED ? 1 : degree);
  }
  for (let row = 0; row < at.length; row++) {
    const place = (at[row] - first) / step;
    const knot = Math.min(steps - 1, Math.floor(place));
    trend[row] = cubicBetween(knots, knot, place - knot);
  }
}

/** Between two knots by the cubic of the same slopes at both, as their neighbours give them (Catmull & Rom 1974). */
function cubicBetween(knots: Float64Array, knot: number, part: number): number {
  const left = knots[knot];
  const right = knots[knot + 1];
  const rise = right - left;
  const before = knot > 0 ? (right - knots[knot - 1]) / 2 : rise;
  const after = knot + 2 < knots.length ? (knots[knot + 2] - left) / 2 : rise;
  return left + part * (before + part * (3 * rise - 2 * before - after + part * (before + after - 2 * rise)));
}

/** Adds the nearest points on either side until there are enough for a fit. */
function widened(time: Float64Array, centre: number, from: number, to: number): [number, number] {
  let [low, high] = [from, Math.max(from, to)];
  while (high - low < MIN_POINTS && (low > 0 || high < time.length)) {
    const before = low > 0 ? centre - time[low - 1] : Infinity;
    const after = high < time.length ? time[high] - centre : Infinity;
    if (before <= after) low--;
    else high++;
  }
  return [low, high];
}
