import { centralDuration } from './orbit-limits';

export interface FrequencyGridOptions {
  /** Time from the first to the last cadence [d]. */
  span: number;
  /** Shortest and longest period [d]. */
  periodMin: number;
  periodMax: number;
  /** Stellar density [Sun's] that the transit duration is taken from. @default 1 */
  density?: number;
  /** Grid points in the drift of one transit duration over the span. @default 3 */
  oversampling?: number;
}

/** Ofir's constant A [d^(-1/3)]: the frequency step is A f^(2/3), so that a transit drifts 1/oversampling of its duration over the span. */
function stepConstant({ span, density = 1, oversampling = 3 }: FrequencyGridOptions): number {
  const reference = 100;
  const partOfPeriod = centralDuration(reference, density) / reference;
  return (partOfPeriod * reference ** (2 / 3)) / (span * oversampling);
}

/** Number of frequencies of the grid. */
export function gridLength(options: FrequencyGridOptions): number {
  const { from, to } = ends(options);
  return Math.max(1, Math.ceil((to - from) / (stepConstant(options) / 3)) + 1);
}

/** Cube roots of the lowest and the highest frequency [d^(-1/3)]. */
function ends({ periodMin, periodMax }: FrequencyGridOptions): { from: number; to: number } {
  return { from: Math.cbrt(1 / periodMax), to: Math.cbrt(1 / periodMin) };
}

/** Shortest period [d] of a grid that has at most `most` frequencies, not under `periodMin`. */
export function affordablePeriod(options: FrequencyGridOptions, most: number): number {
  const to = Math.cbrt(1 / options.periodMax) + ((most - 1) * stepConstant(options)) / 3;
  return Math.max(options.periodMin, 1 / to ** 3);
}

/**
 * Frequencies [1/d], rising, equally spaced in the cube root of frequency: coarse where transits fill much of the
 * period, fine where they do not. Ofir 2014 (A&A 561, A138, eq. 5–7), as used by Hippke & Heller 2019 (A&A 623, A39).
 */
export function frequencyGrid(options: FrequencyGridOptions): Float64Array {
  const step = stepConstant(options) / 3;
  const { from, to } = ends(options);
  return Float64Array.from({ length: gridLength(options) }, (_, i) => (from + Math.min(i * step, to - from)) ** 3);
}
