import type { WeightedSeries } from './weighted-series';

/** Pieces of the span: over one of them the periods near a peak drift by about a thirtieth of a duration. */
const PIECES = 16;
/** Phase bins in the shortest duration. */
const BINS_PER_DURATION = 8;

/**
 * A series of fewer points that folds alike at all periods near one. Either averages neighbouring points in bins of 1/8 of the
 * shortest duration, or sums, within each piece of the span, the points of equal phase, at the one of their times that is nearest
 * to the middle of the piece. The method that leaves fewer points is used.
 * @param shortest shortest duration that has to be resolved [d]
 * @returns the series itself where that saves little
 */
export function shortSeries(series: WeightedSeries, period: number, shortest: number): WeightedSeries {
  const { time } = series;
  const bins = Math.ceil((BINS_PER_DURATION * period) / shortest);
  const slot = shortest / BINS_PER_DURATION;
  const [cells, slots] = [PIECES * bins, Math.ceil(time[time.length - 1] / slot)];
  if (2 * Math.min(cells, slots) > time.length) return series;
  return slots < cells ? averagedNeighbours(series, slot) : addedPhases(series, period, bins);
}

/** @param slot length of time that becomes one point [d] */
function averagedNeighbours(series: WeightedSeries, slot: number): WeightedSeries {
  const count = Math.floor(series.time[series.time.length - 1] / slot) + 1;
  const sums = { weight: new Float64Array(count), flux: new Float64Array(count), time: new Float64Array(count) };
  for (let i = 0; i < series.time.length; i++) {
    const at = Math.floor(series.time[i] / slot);
    sums.weight[at] += series.weight[i];
    sums.flux[at] += series.weightedFlux[i];
    sums.time[at] += series.weight[i] * series.time[i];
  }
  return filledCells(series, sums.weight, sums.flux, (cell) => sums.time[cell] / sums.weight[cell]);
}

function addedPhases(series: WeightedSeries, period: number, bins: number): WeightedSeries {
  const { time } = series;
  const length = time[time.length - 1] / PIECES + Number.EPSILON;
  const weight = new Float64Array(PIECES * bins);
  const weightedFlux = new Float64Array(PIECES * bins);
  const weightedPhase = new Float64Array(PIECES * bins);
  for (let i = 0; i < time.length; i++) {
    const cycles = time[i] / period;
    const phase = cycles - Math.floor(cycles);
    const piece = Math.min(PIECES - 1, Math.floor(time[i] / length));
    const cell = piece * bins + Math.floor(phase * bins);
    weight[cell] += series.weight[i];
    weightedFlux[cell] += series.weightedFlux[i];
    weightedPhase[cell] += series.weight[i] * phase;
  }
  return filledCells(series, weight, weightedFlux, (cell) => {
    const middle = (Math.floor(cell / bins) + 0.5) * length;
    const phase = weightedPhase[cell] / weight[cell];
    return (Math.max(0, Math.round(middle / period - phase)) + phase) * period;
  });
}

function filledCells(
  series: WeightedSeries,
  weight: Float64Array,
  weightedFlux: Float64Array,
  timeOf: (cell: number) => number,
): WeightedSeries {
  const filled: number[] = [];
  for (let cell = 0; cell < weight.length; cell++) if (weight[cell] > 0) filled.push(cell);
  return {
    ...series,
    time: Float64Array.from(filled, timeOf),
    weight: Float64Array.from(filled, (cell) => weight[cell]),
    weightedFlux: Float64Array.from(filled, (cell) => weightedFlux[cell]),
  };
}
