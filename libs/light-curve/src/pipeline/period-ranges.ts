import { centralDuration, durationRange } from '../search/orbit-limits';
import type { LightCurve } from '../types';
import { MIN_PERIOD } from './search-plan';

/** Periods that are searched in one detrended curve. */
export interface PeriodRange {
  /** [d] */
  periodMin: number;
  periodMax: number;
  /** Longest transit searched [h]: the detrending keeps transits up to this. */
  longestHours: number;
  /** Central transit at the range's longest period [h]. */
  typicalHours: number;
  /** Part of the frequency grid's points. */
  part: number;
}

/** Longest transits of the ranges [h]. A short window removes more of the star's variation, a long one preserves long transits. */
const MAX_DURATIONS_HOURS = [6.5, 15];
/** Density [Sun's] that an unknown star is assumed to have for its longest transit: that of a subgiant. */
const SUBGIANT_DENSITY = 0.15;

/**
 * Divides the periods into ranges by the longest transit that the star allows. Short periods are searched in a curve that is
 * detrended with a window too narrow for long transits.
 */
export function periodRanges(
  curve: LightCurve,
  density: number = SUBGIANT_DENSITY,
  {
    periodMin = MIN_PERIOD,
    periodMax,
    minTransits = 3,
    durationMax,
  }: { periodMin?: number; periodMax?: number; minTransits?: number; durationMax?: number } = {},
): PeriodRange[] {
  const span = curve.time[curve.time.length - 1] - curve.time[0];
  const longestPeriod = Math.max(periodMin, periodMax ?? span / (minTransits - 1));
  const longestAt = (period: number): number =>
    24 * durationRange(period, { density, cadence: curve.cadence, longestHours: Infinity }).longest;
  const typicalAt = (period: number): number =>
    24 * Math.max(2 * curve.cadence, Math.min(centralDuration(period, density), 0.15 * period));
  const ranges: PeriodRange[] = [];
  const durations = longestDurations(durationMax);
  let from = periodMin;
  for (const hours of durations) {
    const last = hours === durations[durations.length - 1];
    const to = last ? longestPeriod : Math.min(longestPeriod, periodAt(hours, longestAt, longestPeriod));
    if (to <= from && !(last && ranges.length === 0)) continue;
    ranges.push({
      periodMin: from,
      periodMax: to,
      longestHours: hours,
      typicalHours: typicalAt(to),
      part: from ** (-1 / 3) - to ** (-1 / 3),
    });
    from = to;
  }
  const whole = ranges.reduce((sum, { part }) => sum + part, 0) || 1;
  return ranges.map((range) => ({ ...range, part: range.part / whole }));
}

/** Longest transits of the ranges, up to the longest one that is searched [h]. */
function longestDurations(longest: number = MAX_DURATIONS_HOURS[MAX_DURATIONS_HOURS.length - 1]): number[] {
  return [...MAX_DURATIONS_HOURS.filter((hours) => hours < longest), longest];
}

/** Period [d] whose longest transit lasts `hours`, by bisection; durations rise with the period. */
function periodAt(hours: number, longestAt: (period: number) => number, most: number): number {
  let low = 0;
  let high = most;
  for (let step = 0; step < 40; step++) {
    const middle = (low + high) / 2;
    if (longestAt(middle) < hours) low = middle;
    else high = middle;
  }
  return low;
}
