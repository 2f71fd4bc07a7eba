import type { WeightedSeries } from './weighted-series';

/** Pieces of the span: over one of them the periods near a peak drift by about a thirtieth of a duration. */
const PIECES = 16;
/** Phase bins in the shortest duration. */
const BINS_PER_DURATION = 8;

/**
 * A series of fewer points that folds alike at all periods near one: the points of each piece of the span that have the same
 * phase are added up, at the one of their times that is nearest to the middle of the piece.
 * @param shortest shortest duration that has to be resolved [d]
 * @returns the series itself where that saves little
 */
export function shortSeries(series: WeightedSeries, period: number, shortest: number): WeightedSeries {
  const { time } = series;
  const bins = Math.ceil((BINS_PER_DURATION * period) / shortest);
  const cells = PIECES * bins;
  if (2 * cells > time.length) return series;
  const length = time[time.length - 1] / PIECES + Number.EPSILON;
  const weight = new Float64Array(cells);
  const weightedFlux = new Float64Array(cells);
  const weightedPhase = new Float64Array(cells);
  for (let i = 0; i < time.length; i++) {
    const cycles = time[i] / period;
    const phase = cycles - Math.floor(cycles);
    const piece = Math.min(PIECES - 1, Math.floor(time[i] / length));
    const cell = piece * bins + Math.floor(phase * bins);
    weight[cell] += series.weight[i];
    weightedFlux[cell] += series.weightedFlux[i];
    weightedPhase[cell] += series.weight[i] * phase;
  }
  const filled = Array.from(weight.keys()).filter((cell) => weight[cell] > 0);
  const timeOf = (cell: number): number => {
    const middle = (Math.floor(cell / bins) + 0.5) * length;
    const phase = weightedPhase[cell] / weight[cell];
    return (Math.max(0, Math.round(middle / period - phase)) + phase) * period;
  };
  return {
    ...series,
    time: Float64Array.from(filled, timeOf),
    weight: Float64Array.from(filled, (cell) => weight[cell]),
    weightedFlux: Float64Array.from(filled, (cell) => weightedFlux[cell]),
  };
}
