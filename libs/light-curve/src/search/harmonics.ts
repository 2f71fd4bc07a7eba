import { medianOf, robustSigma } from '../statistics/median';
import type { LightCurve } from '../types';
import type { MultipleEvent } from './multiple-event';
import type { DurationRange } from './orbit-limits';
import { boxAtPeriod, type PeriodicBox } from './refine-peak';
import { type TransitStatistic, transitStatistic } from './transit-statistic';
import type { WeightedSeries } from './weighted-series';

/** A periodic box with the statistic of its transits. */
export interface TransitCandidate extends PeriodicBox {
  event: TransitStatistic;
}

/**
 * Ratios to the true period at which a box search may peak. A period that is another times one of these is a declared
 * harmonic of it: see {@link harmonicOf}.
 */
export const HARMONICS = [1, 1 / 2, 2, 1 / 3, 3] as const;

/** The declared ratio of `period` to `reference` within a relative tolerance, or `undefined`. */
export function harmonicOf(period: number, reference: number, tolerance = 1e-3): number | undefined {
  return HARMONICS.find((ratio) => Math.abs(period / (ratio * reference) - 1) <= tolerance);
}

/** A harmonic must exceed the period found by this factor, so that noise does not decide. */
const ADVANTAGE = 1.05;
/** Depths of odd and even events that differ by this many σ belong to a period twice as long. */
const UNLIKE_SIGMA = 6;
/** … unless the shallower depth is at least this fraction of the deeper one: the calibration is not more precise than that. */
const ALIKE_PART = 0.8;
/** Error of a median over that of a mean. */
const MEDIAN_ERROR = 1.25;

export interface HarmonicLimits {
  periodFloor: number;
  periodCeiling: number;
  minTransits: number;
}

/** Steps from harmonic to harmonic at most: a binary is found at ten times half its period too. */
const MAX_STEPS = 3;

/** Folds again at each harmonic and goes to the period with the highest statistic, or to twice the period where odd and even depths differ, until none is better. */
export function resolveHarmonics(
  candidate: TransitCandidate,
  at: (box: PeriodicBox) => TransitCandidate,
  series: WeightedSeries,
  limits: HarmonicLimits,
): TransitCandidate {
  let best = candidate;
  for (let step = 0; step < MAX_STEPS; step++) {
    const better = betterHarmonic(best, at, series, limits);
    if (better === best) break;
    best = better;
  }
  return best;
}

function betterHarmonic(
  candidate: TransitCandidate,
  at: (box: PeriodicBox) => TransitCandidate,
  series: WeightedSeries,
  limits: HarmonicLimits,
): TransitCandidate {
  let best = candidate;
  for (const ratio of HARMONICS) {
    const period = candidate.period * ratio;
    if (ratio === 1 || period < limits.periodFloor || period > limits.periodCeiling) continue;
    const range: DurationRange = {
      shortest: candidate.duration / 2,
      longest: Math.min(candidate.duration * 1.5, period / 3),
    };
    const trial = at(boxAtPeriod(series, period, range));
    const enough = trial.event.events.length >= limits.minTransits;
    const unlike = ratio === 2 && oddEvenDiffer(candidate.event);
    const needed = unlike ? 0.6 : ADVANTAGE;
    if (enough && undivided(trial) > needed * undivided(best)) best = trial;
  }
  return best;
}

/** Harmonics are compared before the division by the scatter over phases, which differs with the period. */
function undivided({ event }: TransitCandidate): number {
  return event.consistentMes * event.excess;
}

/** Medians, since a single transit may be deepened by another planet's. */
function oddEvenDiffer({ events }: MultipleEvent): boolean {
  const middle = (parity: number): { depth: number; error: number } => {
    const own = events.filter(({ number }) => Math.abs(number % 2) === parity);
    const depths = own.map(({ depth }) => depth);
    const scatter = Math.max(robustSigma(depths), medianOf(own.map(({ depthErr }) => depthErr)));
    return { depth: medianOf(depths), error: (MEDIAN_ERROR * scatter) / Math.sqrt(own.length) };
  };
  const odd = middle(1);
  const even = middle(0);
  const difference = Math.abs(odd.depth - even.depth);
  const unlike = Math.min(odd.depth, even.depth) < ALIKE_PART * Math.max(odd.depth, even.depth);
  return unlike && difference > UNLIKE_SIGMA * Math.hypot(odd.error, even.error);
}

/** Red noise can only lower the statistic of a box. One that exceeds the white-noise signal by this factor is due to a glitch that the search clipped. */
const MAX_OVER_SIGNAL = 1.25;

/** Statistic of a box on a curve; the epoch is moved to the curve's time system. */
export function candidateAt(
  curve: LightCurve,
  series: WeightedSeries,
  box: PeriodicBox,
  leastExcess = 1,
): TransitCandidate {
  const ephemeris = { period: box.period, epoch: series.start + box.epoch, duration: box.duration * 24 };
  const event = transitStatistic(curve, ephemeris, leastExcess);
  return {
    ...box,
    event: { ...event, consistentMes: Math.min(event.consistentMes, (MAX_OVER_SIGNAL * box.signal) / event.excess) },
  };
}
