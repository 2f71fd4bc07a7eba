import { affordablePeriod, gridLength } from '../search/frequency-grid';
import { starDensity } from '../search/orbit-limits';
import { significant } from '../significant';
import type { LightCurve } from '../types';
import type { AnalyzeOptions } from './analysis';

/** What is searched of a curve, decided before the search. */
export interface SearchPlan {
  /** Periods [d]; none where the curve is too short. */
  periods?: { min: number; max: number };
  /** Processor time that one search will take, roughly [s]; 0 without a search. */
  seconds: number;
  /** What is left out, in sentences. */
  notices: string[];
}

export const MIN_PERIOD = 0.5;
export const DEFAULT_MIN_TRANSITS = 3;
/** Fewest cadences that can be searched. */
export const MIN_CADENCES = 100;
/** Periods that one search tries at most: two and a half times those of four years, which take about 6 s of a processor for 65,000 cadences. */
const MAX_PERIODS = 500_000;

/** Processor time of one search [s]: a part of its own, one for each point and one for each period, as measured on 4,000 to 65,000 points. */
const COST = { search: 0.1, point: 5.5e-5, period: 1.1e-5 };

/** The periods that the span allows and that a worker can afford. */
export function searchPlan(curve: LightCurve, options: AnalyzeOptions): SearchPlan {
  const { periodMin = MIN_PERIOD, minTransits = DEFAULT_MIN_TRANSITS, oversampling, target = {} } = options;
  const span = curve.time[curve.time.length - 1] - curve.time[0];
  const max = options.periodMax ?? span / (minTransits - 1);
  const about = `${curve.time.length} points over ${significant(span, 3)} d`;
  if (curve.time.length < MIN_CADENCES)
    return {
      seconds: 0,
      notices: [`too short to search: ${about}, where at least ${MIN_CADENCES} points are required`],
    };
  if (span < (minTransits - 1) * periodMin)
    return {
      seconds: 0,
      notices: [
        `too short to search: ${about}, in which ${minTransits} transits fit only at periods under ${significant(span / (minTransits - 1), 3)} d; the shortest searched is ${periodMin} d`,
      ],
    };
  if (max < periodMin)
    return {
      seconds: 0,
      notices: [`no period was searched: the longest, ${max} d, is under the shortest, ${periodMin} d`],
    };
  const grid = { span, periodMin, periodMax: max, density: Math.max(1, starDensity(target) ?? 1), oversampling };
  const min = affordablePeriod(grid, MAX_PERIODS);
  const seconds = COST.search + COST.point * curve.time.length + COST.period * gridLength({ ...grid, periodMin: min });
  if (min <= periodMin) return { periods: { min, max }, seconds, notices: [] };
  return {
    periods: { min, max },
    seconds,
    notices: [
      `periods under ${significant(min, 3)} d were not searched: over ${span.toFixed(0)} d they would need more than ${MAX_PERIODS.toLocaleString('en')} trial periods; period_min and period_max choose others`,
    ],
  };
}
