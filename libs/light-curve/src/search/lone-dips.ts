import { segmentRanges } from '../clean/segments';
import type { LightCurve } from '../types';
import { eventNoise } from './event-noise';

/** A dip that stands alone in a detrended curve. */
export interface LoneDip {
  /** Middle of the box that holds it [d] and the length of the box [h]. */
  time: number;
  duration: number;
  /** Mean loss of light in the box and its 1 σ with red noise, relative. */
  loss: number;
  error: number;
}

/** Boxes tried [h], and steps in one. */
const DURATIONS = [2, 3, 4.5, 7, 10, 15];
const STEPS = 8;
/** Cadences of a box that have to be observed. */
const FILLED_PART = 0.6;
const MIN_CADENCES = 4;
/** Minimum single event statistic of a dip [σ]; a trend that follows the dip leaves about half of it. */
const MIN_SIGMA = 7;
/** A dip must exceed the strongest brightening of the curve, which no planet causes, by this factor. */
const OVER_BUMPS = 1.6;
/** The flux beside a dip must be level: it loses less than this fraction of the dip's light on each side. */
const LEVEL_PART = 0.3;
/** Half of the cadences must lose this fraction of the mean: a few low points are not a transit. */
const MEDIAN_PART = 0.6;
const MAX_DIPS = 5;

/** Whole dips, and those that the data begin or end in. */
export interface LoneDips {
  whole: LoneDip[];
  partial: LoneDip[];
}

/** The strongest dips that do not overlap, strongest first. @param flat detrended, without the transits of known planets */
export function loneDips(flat: LightCurve): LoneDips {
  const boxes: LoneDip[] = [];
  let bump = 0;
  for (const duration of DURATIONS.filter((hours) => hours / 24 >= MIN_CADENCES * flat.cadence)) {
    for (const box of slidingBoxes(flat, duration)) {
      const sigma = box.loss / box.error;
      if (sigma >= MIN_SIGMA) boxes.push(box);
      else if (-sigma > bump) bump = -sigma;
    }
  }
  const strongest = boxes
    .filter(({ loss, error }) => loss / error > OVER_BUMPS * bump)
    .sort((a, b) => b.loss / b.error - a.loss / a.error);
  const [whole, partial]: LoneDip[][] = [[], []];
  for (const box of strongest) {
    if ([...whole, ...partial].some((dip) => overlaps(dip, box))) continue;
    if (isTransitLike(flat, box)) whole.push(box);
    else if (isCutOff(flat, box)) partial.push(box);
  }
  const few = (dips: LoneDip[]) => (dips.length > MAX_DIPS ? [] : dips);
  return { whole: few(whole), partial: few(partial) };
}

/** Whether two dips are too near to be two. */
export const overlaps = (one: LoneDip, other: LoneDip): boolean =>
  Math.abs(one.time - other.time) < (one.duration + other.duration) / 24;

/** Mean loss in a box that slides over each segment. @param duration [h] */
export function* slidingBoxes(flat: LightCurve, duration: number): Generator<LoneDip> {
  const { time, flux, segment, cadence } = flat;
  const days = duration / 24;
  const noise = eventNoise(flat, days, new Uint8Array(time.length));
  for (const { start, end } of segmentRanges(segment)) {
    let [from, to, sum] = [start, start, 0];
    for (let left = time[start]; left + days <= time[end - 1] + cadence; left += days / STEPS) {
      for (; to < end && time[to] < left + days; to++) sum += 1 - flux[to];
      for (; from < to && time[from] < left; from++) sum -= 1 - flux[from];
      const count = to - from;
      if (count < FILLED_PART * noise.fullBox) continue;
      const error = noise.scatter[from] * Math.sqrt(Math.max(1, noise.fullBox) / count);
      yield { time: left + days / 2, duration, loss: sum / count, error };
    }
  }
}

type Box = Pick<LoneDip, 'time' | 'duration' | 'loss'>;

/** Level flux on both sides, and a dip of many cadences: neither the edge of a gap, nor a step, nor a few bad points. */
export function isTransitLike(flat: LightCurve, box: Box): boolean {
  return [-1, 1].every((side) => besideOf(flat, box, side) === 'level') && isFilled(flat, box);
}

/** A dip of many cadences with level flux on one side, and nothing observed on the other. */
function isCutOff(flat: LightCurve, box: Box): boolean {
  const beside = [-1, 1].map((side) => besideOf(flat, box, side));
  return beside.includes('level') && beside.includes('unobserved') && isFilled(flat, box);
}

function besideOf(flat: LightCurve, box: Box, side: number): 'level' | 'unobserved' | 'other' {
  const needed = (FILLED_PART * 0.75 * box.duration) / 24 / flat.cadence;
  const losses = side < 0 ? lossesBetween(flat, box, -1.75, -1) : lossesBetween(flat, box, 1, 1.75);
  if (losses.length >= needed) return Math.abs(mean(losses)) <= LEVEL_PART * box.loss ? 'level' : 'other';
  const next = side < 0 ? lossesBetween(flat, box, -1.75, -0.5) : lossesBetween(flat, box, 0.5, 1.75);
  return next.length < needed / 2 ? 'unobserved' : 'other';
}

function isFilled(flat: LightCurve, box: Box): boolean {
  const inside = lossesBetween(flat, box, -0.5, 0.5).sort((a, b) => a - b);
  return inside[inside.length >> 1] > MEDIAN_PART * box.loss;
}

/** Losses of light from one to another time [durations from the middle of the box]. */
function lossesBetween(
  { time, flux }: LightCurve,
  { time: middle, duration }: Box,
  from: number,
  to: number,
): number[] {
  const days = duration / 24;
  const losses: number[] = [];
  for (let row = firstFrom(time, middle + from * days); row < time.length && time[row] < middle + to * days; row++)
    losses.push(1 - flux[row]);
  return losses;
}

/** First row at or after a time. */
export function firstFrom(time: Float64Array, at: number): number {
  let [low, high] = [0, time.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (time[middle] < at) low = middle + 1;
    else high = middle;
  }
  return low;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
