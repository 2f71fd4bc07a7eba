import type { Ephemeris, LightCurve } from '../types';
import { firstFrom } from './lone-dips';
import { centralDuration } from './orbit-limits';

/** One dip that may repeat. */
export interface RepeatedDip {
  /** [d] */
  time: number;
  /** [h] */
  duration: number;
  /** Relative. */
  depth: number;
}

/** A window counts as observed with this part of its cadences, and as empty with less than this part of the dip's depth. */
const FILLED_PART = 0.5;
const EMPTY_PART = 0.5;

/** Whether no observed window at this period [d] from the dip is empty. */
export function periodFits(curve: LightCurve, dip: RepeatedDip, period: number): boolean {
  for (const { number, observed, loss } of windows(curve, dip, period))
    if (number !== 0 && observed && loss < EMPTY_PART * dip.depth) return false;
  return true;
}

/** A period is divided by at most this. */
const MAX_PARTS = 5;

/** Whole parts of a period [d] that the data allow as well: two transits were observed, and every further one falls where nothing was. */
export function periodsInGaps(curve: LightCurve, { period, epoch, duration }: Ephemeris): number[] {
  const fits = (parts: number): boolean => {
    let seen = 0;
    for (const { number, observed } of windows(curve, { time: epoch, duration }, period / parts)) {
      if (number % parts !== 0 && observed) return false;
      seen += Number(observed);
    }
    return seen > 1;
  };
  return Array.from({ length: MAX_PARTS - 1 }, (_, k) => k + 2)
    .filter(fits)
    .map((parts) => period / parts);
}

/** The windows in which a dip would lie at a period [d]: whether it was observed, and its mean loss of light. */
function* windows(
  { time, flux, cadence }: LightCurve,
  dip: Pick<RepeatedDip, 'time' | 'duration'>,
  period: number,
): Generator<{ number: number; observed: boolean; loss: number }> {
  const half = (0.8 * dip.duration) / 48;
  const [first, last] = [time[0], time[time.length - 1]];
  for (let number = Math.ceil((first - dip.time) / period); dip.time + number * period <= last; number++) {
    const middle = dip.time + number * period;
    let [sum, count] = [0, 0];
    for (let row = firstFrom(time, middle - half); row < time.length && time[row] <= middle + half; row++) {
      sum += 1 - flux[row];
      count++;
    }
    yield { number, observed: count >= Math.max(1, (FILLED_PART * 2 * half) / cadence), loss: sum / count };
  }
}

/** Shortest period at which no observed window is empty [d]. @param from shortest period to try */
export function shortestPeriod(flat: LightCurve, dip: RepeatedDip, from: number): number {
  const span = flat.time[flat.time.length - 1] - flat.time[0];
  const step = 1 + dip.duration / 24 / 4 / Math.max(span, 1);
  let period = from;
  while (period < span && !periodFits(flat, dip, period)) period *= step;
  return period;
}

/** A transit across the middle of the star lasts longer than one nearer to the edge: at this impact parameter by the factor below. */
const MAX_IMPACT = 0.9;
/** A planet at apastron of an eccentric orbit crosses this many times slower than on a circle. */
const SLOWEST = 2;

/**
 * Periods [d] of orbits whose transit lasts as long [h]: the shortest across the middle of the star at apastron of an eccentric
 * orbit, the longest on a circle at an impact parameter of 0.9. @param density of the star [Sun's]
 */
export function periodsOfDuration(duration: number, density: number): { shortest: number; longest: number } {
  return {
    shortest: periodOfCentral(duration / 24 / SLOWEST, density),
    longest: periodOfCentral(duration / 24 / Math.sqrt(1 - MAX_IMPACT ** 2), density),
  };
}

const MAX_PERIOD = 1e6;

/** By bisection; durations rise with the period. */
function periodOfCentral(days: number, density: number): number {
  let [low, high] = [0.05, MAX_PERIOD];
  for (let step = 0; step < 60; step++) {
    const middle = Math.sqrt(low * high);
    if (centralDuration(middle, density) < days) low = middle;
    else high = middle;
  }
  return low;
}
