import { medianOf } from '../statistics/median';
import { binMedians, type BinningProblem, binningProblem, type Bins, fillEmptyBins } from './binning';
import type { Folded } from './fold';

/** Why a view was not made: see `BinningProblem`; `flat` has minimum 0 and cannot be scaled, `no_scale` lacks the local view's scale. */
export type ViewProblem = BinningProblem | 'flat' | 'no_scale';

/** Level and scale that take flux to a view: (flux − level)/scale. */
export interface ViewScale {
  level: number;
  scale: number;
}

export type View =
  | {
      made: true;
      /** Normalised flux, one value a bin. */
      values: Float32Array;
      /** Where the bins begin and end [d from mid-transit]. */
      bins: Bins;
      scale: ViewScale;
      /** Part of the bins that had data before empty ones were filled, 0 to 1. */
      coverage: number;
    }
  | { made: false; problem: ViewProblem };

/**
 * A binned view: bin medians, empty bins filled, its median subtracted and divided by the absolute value of its minimum,
 * or by `divisor` [relative flux] instead.
 */
export function makeView(folded: Folded, bins: Bins, divisor?: number): View {
  const problem = binningProblem(folded, bins);
  if (problem) return { made: false, problem };
  const medians = binMedians(folded, bins);
  const filled = medians.reduce((sum, value) => sum + (Number.isNaN(value) ? 0 : 1), 0);
  if (filled === 0) return { made: false, problem: 'too_few_points' };
  fillEmptyBins(medians);
  const level = medianOf(medians);
  const deepest = Math.abs(medians.reduce((lowest, value) => Math.min(lowest, value), Infinity) - level);
  if (deepest === 0) return { made: false, problem: 'flat' };
  const scale = divisor ?? deepest;
  const values = Float32Array.from(medians, (value) => (value - level) / scale);
  return { made: true, values, bins, scale: { level, scale }, coverage: filled / bins.count };
}
