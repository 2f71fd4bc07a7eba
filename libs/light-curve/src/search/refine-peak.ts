import { BoxSearch } from './box-search';
import type { DurationRange } from './orbit-limits';
import { shortSeries } from './short-series';
import type { WeightedSeries } from './weighted-series';

/** A box repeated at a period: what the search hands to the tests and the fit. */
export interface PeriodicBox {
  /** [d] */
  period: number;
  /** Middle of the first box in the data [d, from the first cadence]. */
  epoch: number;
  /** [d] */
  duration: number;
  /** √(χ² of a flat curve − χ² of the box), white noise. */
  signal: number;
}

/** Phase bins in the shortest duration. */
const BINS_PER_DURATION = 4;
const WIDTH_RATIO = 1.15;

/** Best box at one period, folding every point exactly. @param range durations to try [d] */
export function boxAtPeriod(
  series: WeightedSeries,
  period: number,
  range: DurationRange,
  box = new BoxSearch(),
): PeriodicBox {
  const bins = Math.max(20, Math.ceil((BINS_PER_DURATION * period) / range.shortest));
  const weight = new Float64Array(bins);
  const flux = new Float64Array(bins);
  const frequency = 1 / period;
  for (let i = 0; i < series.time.length; i++) {
    const cycles = series.time[i] * frequency;
    const bin = ((cycles - Math.floor(cycles)) * bins) | 0;
    weight[bin] += series.weight[i];
    flux[bin] += series.weightedFlux[i];
  }
  const widths = new Set<number>();
  const widest = Math.min(bins >> 1, Math.ceil((range.longest / period) * bins));
  for (let width = BINS_PER_DURATION; width <= widest * WIDTH_RATIO; width *= WIDTH_RATIO)
    widths.add(Math.min(widest, Math.round(width)));
  if (widths.size === 0) widths.add(Math.max(1, widest));
  box.search(weight, flux, bins, [...widths]);
  const { power, first, width } = box.best;
  const middle = ((first + width / 2) / bins) % 1;
  return {
    period,
    epoch: middle * period,
    duration: (width / bins) * period,
    signal: Math.sqrt(power * series.totalWeight),
  };
}

/** Frequency steps of the two zooms, as parts of the grid step, and how many to either side. */
const ZOOMS = [
  { step: 0.25, reach: 6 },
  { step: 0.05, reach: 5 },
];
/** While the period is zoomed in on, the duration stays within this factor of the one found at the peak. */
const DURATION_ROOM = 1.35;

/** The best box near a peak of the spectrum. @param gridStep spacing of the frequency grid there [1/d] */
export function refinePeak(
  series: WeightedSeries,
  frequency: number,
  gridStep: number,
  range: (period: number) => DurationRange,
): PeriodicBox {
  const box = new BoxSearch();
  const whole = range(1 / frequency);
  let best = boxAtPeriod(series, 1 / frequency, whole, box);
  const near: DurationRange = {
    shortest: Math.max(whole.shortest, best.duration / DURATION_ROOM),
    longest: Math.min(whole.longest, best.duration * DURATION_ROOM),
  };
  const short = shortSeries(series, best.period, near.shortest);
  for (const { step, reach } of ZOOMS) {
    const centre = 1 / best.period;
    for (let k = -reach; k <= reach; k++) {
      const period = 1 / (centre + k * step * gridStep);
      if (k === 0 || !(period > 0)) continue;
      const trial = boxAtPeriod(short, period, near, box);
      if (trial.signal > best.signal) best = trial;
    }
  }
  return boxAtPeriod(series, best.period, range(best.period), box);
}
