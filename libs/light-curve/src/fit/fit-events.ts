import { transitMask } from '../detrend/transit-mask';
import { eventNoise } from '../search/event-noise';
import { pointScatter } from '../search/weighted-series';
import type { LightCurve, Measured } from '../types';
import { HOURS_PER_DAY } from '../units';
import { transitNumber } from '../views/fold';
import { hasDip, lossTable, type TransitFit } from './fit-transit';

/** One transit, measured on its own with the shape of all. */
export interface FittedEvent {
  /** Count of periods from the epoch. */
  number: number;
  /** Mid-transit by the linear ephemeris [d, system of the curve]. */
  predicted: number;
  /** Measured mid-transit [d, system of the curve]; absent where the transit is too weak, or too little of it was observed, to be timed. */
  time?: Measured;
  /** Loss of light at mid-transit and its 1 σ with red noise [ppm]. */
  depth: number;
  depthErr: number;
  /** Depth over its error. */
  significance: number;
}

/** A transit counts when this part of its cadences was observed. */
const COVERED_PART = 0.3;
/** A transit is timed when it is this significant. */
const TIMED_SIGMA = 5;
/**
 * A transit is timed as at most this many times as deep as the fit: where every other one is missing, those that are there are 2.
 * A fit without a dip says nothing of it: times that swing by more than a transit's length leave none at the mean ephemeris.
 */
const DEEPEST = 2;
/** What a single point says of the mid-time and not of the depth is 0 but for rounding. */
const ROUNDING = 1e-9;
/** Mid-times are searched within this many durations to either side, in this many steps. */
const MAX_SHIFT = 0.5;
const SHIFT_STEPS = 24;

/**
 * Depth and mid-time of each transit: the fitted shape, averaged over the exposure, is scaled and shifted to the points of each
 * transit alone (matched filter). A covered window without a dip comes with a depth near 0.
 * @param curve detrended with these transits masked
 * @param expected the times moved so that each transit comes by the linear ephemeris where it is expected
 */
export function fitEvents(curve: LightCurve, fit: TransitFit, expected = curve.time): FittedEvent[] {
  const [period, epoch, hours] = [fit.period.value, fit.epoch.value, fit.duration.value];
  const days = Math.max(hours / HOURS_PER_DAY, curve.cadence);
  const shift = Math.min(MAX_SHIFT * days, period / 4);
  const loss = lossTable(fit, curve.cadence, days / 2 + curve.cadence / 2);
  const noise = eventNoise(curve, days, transitMask(expected, [{ period, epoch, duration: hours }], curve.cadence));
  const scatter = pointScatter(curve);
  const deepest = hasDip(fit.depth) ? DEEPEST : Infinity;
  const events: FittedEvent[] = [];
  for (const { number, from, to } of windows(expected, period, epoch, days / 2 + curve.cadence / 2 + shift)) {
    const predicted = epoch + number * period;
    const nearest = Math.min(to - 1, from + countBetween(expected, from, to, -Infinity, predicted));
    const known = curve.time[nearest] - expected[nearest];
    const inside = countBetween(expected, from, to, predicted - days / 2, predicted + days / 2);
    if (inside < Math.max(1, COVERED_PART * noise.fullBox)) continue;
    const at = (moved: number) => amplitudeAt(curve, fit.level, scatter, loss, from, to, predicted + known + moved);
    const red = Math.max(1, (noise.scatter[from] * Math.sqrt(noise.fullBox)) / scatter[from]);
    const late = bestShift(at, shift, red, deepest);
    const { amplitude, error, freeError } = at(late?.value ?? 0);
    const depth = fit.depth.value * amplitude;
    const depthErr = fit.depth.value * (late ? freeError : error) * red;
    events.push({
      number,
      predicted,
      ...(late && { time: { value: predicted + known + late.value, error: late.error } }),
      depth,
      depthErr,
      significance: depth / depthErr,
    });
  }
  return events;
}

interface Amplitude {
  /** Depth in units of the fitted one. */
  amplitude: number;
  /** At this mid-time, white noise. */
  error: number;
  /** The same whatever the mid-time; infinite as `timeError` is. */
  freeError: number;
  /** Error of the mid-time [d] whatever the amplitude, white noise; infinite where the points leave both open, as a single one does. */
  timeError: number;
  /** The error of the mid-time at this amplitude from what the shape leaves unexplained at ingress and egress: the time of a box that few cadences sample is not better known. */
  misfit: number;
}

/** Least-squares amplitude of the shape at one mid-time: Σ w L (1 − f) / Σ w L². */
function amplitudeAt(
  { time, flux, cadence }: LightCurve,
  level: number,
  scatter: Float64Array,
  loss: (phase: number) => number,
  from: number,
  to: number,
  middle: number,
): Amplitude {
  const weightOf = (row: number): number => 1 / (scatter[row] * scatter[row]);
  let product = 0;
  let square = 0;
  for (let row = from; row < to; row++) {
    const shape = loss(time[row] - middle);
    if (shape === 0) continue;
    product += weightOf(row) * shape * (1 - flux[row] / level);
    square += weightOf(row) * shape * shape;
  }
  if (square === 0)
    return { amplitude: 0, error: Infinity, freeError: Infinity, timeError: Infinity, misfit: Infinity };
  const amplitude = product / square;
  const step = cadence / 4;
  let slopes = 0;
  let shared = 0;
  let unexplained = 0;
  for (let row = from; row < to; row++) {
    const phase = time[row] - middle;
    const slope = (amplitude * (loss(phase + step) - loss(phase - step))) / (2 * step);
    if (slope === 0) continue;
    slopes += weightOf(row) * slope * slope;
    shared += weightOf(row) * slope * loss(phase);
    unexplained += (weightOf(row) * slope * (1 - flux[row] / level - amplitude * loss(phase))) ** 2;
  }
  // What the points say of the mid-time and not of the amplitude as well.
  const own = slopes - (shared * shared) / square;
  const open = !(own > ROUNDING * slopes);
  return {
    amplitude,
    error: 1 / Math.sqrt(square),
    freeError: open ? Infinity : Math.sqrt(slopes / own / square),
    timeError: open ? Infinity : 1 / Math.sqrt(own),
    misfit: slopes > 0 ? Math.sqrt(unexplained) / slopes : Infinity,
  };
}

/**
 * The mid-time at which the shape explains most [d from the predicted one]; undefined for a dip that is too weak, and where the points
 * leave the time open. The error is that of the range within 2 σ, in whole steps: where few cadences were observed, more than
 * the curvature at the best one says.
 */
function bestShift(
  at: (shift: number) => Amplitude,
  reach: number,
  red: number,
  deepest: number,
): Measured | undefined {
  const step = reach / SHIFT_STEPS;
  const gain = (moved: number): number => {
    const { amplitude, error } = at(moved);
    const likely = Math.min(amplitude, deepest);
    return likely > 0 ? (likely * (2 * amplitude - likely)) / (error * red) ** 2 : 0;
  };
  const gains = Array.from({ length: 2 * SHIFT_STEPS + 1 }, (_, k) => gain((k - SHIFT_STEPS) * step));
  const best = gains.reduce((high, value, k) => (value > gains[high] ? k : high), SHIFT_STEPS);
  const within = (sigma: number): number[] =>
    gains.flatMap((value, k) => (gains[best] - value < sigma ** 2 ? [k] : []));
  const [likely, possible] = [within(1), within(2)];
  if (gains[best] < TIMED_SIGMA ** 2 || likely[0] === 0 || likely[likely.length - 1] === gains.length - 1)
    return undefined;
  // A parabola through the top and points where χ² has risen by 1 at least: nearer ones differ by noise alone.
  let width = 1;
  while (width < SHIFT_STEPS && gains[best] - Math.max(gains[best - width] ?? 0, gains[best + width] ?? 0) < 1) width++;
  const [left, top, right] = [gains[best - width] ?? 0, gains[best], gains[best + width] ?? 0];
  const bend = left - 2 * top + right;
  const offset = bend < 0 ? (width * step * (left - right)) / (2 * bend) : 0;
  const value = (best - SHIFT_STEPS) * step + Math.max(-step, Math.min(step, offset));
  const { timeError, misfit } = at(value);
  const error = Math.max(red * timeError, misfit, ((possible[possible.length - 1] - possible[0]) / 4) * step);
  return error < reach ? { value, error } : undefined;
}

/** The rows [from, to) near each mid-transit that has any. @param reach [d] */
function* windows(
  time: Float64Array,
  period: number,
  epoch: number,
  reach: number,
): Generator<{ number: number; from: number; to: number }> {
  let row = 0;
  while (row < time.length) {
    const number = transitNumber(time[row], period, epoch);
    const middle = epoch + number * period;
    if (time[row] > middle + reach) {
      const next = middle + period - reach;
      while (row < time.length && time[row] < next) row++;
      continue;
    }
    while (row < time.length && time[row] < middle - reach) row++;
    const from = row;
    while (row < time.length && time[row] <= middle + reach) row++;
    if (row > from) yield { number, from, to: row };
    else row++;
  }
}

function countBetween(time: Float64Array, from: number, to: number, first: number, last: number): number {
  let count = 0;
  for (let row = from; row < to; row++) if (time[row] >= first && time[row] <= last) count++;
  return count;
}
