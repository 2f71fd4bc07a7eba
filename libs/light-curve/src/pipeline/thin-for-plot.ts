import type { BoxSpectrum } from '../search/box-spectrum';
import type { LightCurve } from '../types';
import type { CurvePlot, PeriodogramPlot } from './analysis';

const MAX_POINTS = 2000;

/** Means of neighbouring points: at most 2000, never across a segment's edge by more than one bin. */
export function thinCurve({ time, flux }: LightCurve, most = MAX_POINTS): CurvePlot {
  const size = Math.ceil(time.length / most);
  const plot: CurvePlot = { time: [], flux: [], pointsPerBin: size };
  for (let from = 0; from < time.length; from += size) {
    const to = Math.min(time.length, from + size);
    plot.time.push(meanOf(time, from, to));
    plot.flux.push(meanOf(flux, from, to));
  }
  return plot;
}

/** The strongest frequency of each run of neighbours, so that no peak is lost; periods ascend. */
export function thinSpectrum({ frequency, signal }: BoxSpectrum, most = MAX_POINTS): PeriodogramPlot {
  const size = Math.ceil(signal.length / most);
  const plot: PeriodogramPlot = { period: [], signal: [], pointsPerBin: size };
  for (let from = 0; from < signal.length; from += size) {
    let highest = from;
    for (let i = from; i < Math.min(signal.length, from + size); i++) if (signal[i] > signal[highest]) highest = i;
    plot.period.unshift(1 / frequency[highest]);
    plot.signal.unshift(signal[highest]);
  }
  return plot;
}

function meanOf(values: Float64Array, from: number, to: number): number {
  let sum = 0;
  for (let i = from; i < to; i++) sum += values[i];
  return sum / (to - from);
}
