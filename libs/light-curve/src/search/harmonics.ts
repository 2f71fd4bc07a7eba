import { type LightCurve } from '../types';
import { type MultipleEvent } from './multiple-event';
import { type DurationRange } from './orbit-limits';
import { boxAtPeriod, type PeriodicBox } from './refine-peak';
import { type TransitStatistic, transitStatistic } from './transit-statistic';
import { type WeightedSeries } from './weighted-series';

/** A periodic box with the statistic of its transits. */
export interface TransitCandidate extends PeriodicBox {
  event: TransitStatistic;
}

/**
 * Ratios to the true period at which a box search may peak. A period that is one of these times another is a declared
 * harmonic of it; {@link harmonicOf} tells.
 */
export const HARMONICS = [1, 1 / 2, 2, 1 / 3, 3] as const;

/** The declared ratio of `period` to `reference` within a relative tolerance, or `undefined`. */
export function harmonicOf(period: number, reference: number, tolerance = 1e-3): number | undefined {
  return HARMONICS.find((ratio) => Math.abs(period / (ratio * reference) - 1) <= tolerance);
}

/** A harmonic must beat the period found by this much, so that noise does not choose between them. */
const ADVANTAGE = 1.05;
/** Depths of odd and even events that differ by this many σ belong to a period twice as long. */
const UNLIKE_SIGMA = 6;
/** … unless the shallower is at least this part of the deeper: calibration is no better. */
const ALIKE_PART = 0.9;

/** Folds again at each harmonic and keeps the period whose transits say most; the double one where odd and even depths differ. */
export function resolveHarmonics(
  candidate: TransitCandidate,
  at: (box: PeriodicBox) => TransitCandidate,
  series: WeightedSeries,
  limits: { periodFloor: number; periodCeiling: number; minTransits: number },
): TransitCandidate {
  let best = candidate;
  for (const ratio of HARMONICS) {
    const period = candidate.period * ratio;
    if (ratio === 1 || period < limits.periodFloor || period > limits.periodCeiling) continue;
    const range: DurationRange = { shortest: candidate.duration / 2, longest: Math.min(candidate.duration * 1.5, period / 3) };
    const trial = at(boxAtPeriod(series, period, range));
    const enough = trial.event.events.length >= limits.minTransits;
    const unlike = ratio === 2 && oddEvenDiffer(candidate.event);
    const needed = unlike ? 0.6 : ADVANTAGE;
    if (enough && trial.event.consistentMes > needed * best.event.consistentMes) best = trial;
  }
  return best;
}

function oddEvenDiffer({ events }: MultipleEvent): boolean {
  const mean = (parity: number): { depth: number; error: number } => {
    let sum = 0;
    let weights = 0;
    for (const { number, depth, depthErr } of events) {
      if (Math.abs(number % 2) !== parity) continue;
      sum += depth / (depthErr * depthErr);
      weights += 1 / (depthErr * depthErr);
    }
    return { depth: sum / weights, error: 1 / Math.sqrt(weights) };
  };
  const odd = mean(1);
  const even = mean(0);
  const difference = Math.abs(odd.depth - even.depth);
  const unlike = Math.min(odd.depth, even.depth) < ALIKE_PART * Math.max(odd.depth, even.depth);
  return unlike && difference > UNLIKE_SIGMA * Math.hypot(odd.error, even.error);
}

/** Statistic of a box on a curve; the epoch is moved to the curve's time system. */
export function candidateAt(curve: LightCurve, series: WeightedSeries, box: PeriodicBox): TransitCandidate {
  const event = transitStatistic(curve, { period: box.period, epoch: series.start + box.epoch, duration: box.duration * 24 });
  return { ...box, event };
}
