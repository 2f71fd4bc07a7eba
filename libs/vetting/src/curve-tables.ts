import { type ColumnTable, integerColumn } from '@exoplanet/contracts';
import type { Analysis, LightCurve } from '@exoplanet/light-curve';

/** What an analysis is made of, at full resolution. */
export interface CurveTables {
  curve: ColumnTable;
  /** Absent where no period was searched. */
  spectrum?: ColumnTable;
}

/** A longer spectrum is thinned to the strongest of each run of neighbours; four years of Kepler data need 200,000 periods. */
const MAX_PERIODS = 250_000;
/** Significant bits that are kept, so that the columns compress: of a power 0.006 %, of a period 2e-10. */
const POWER_BITS = 14;
const PERIOD_BITS = 32;

/**
 * @param curve cleaned and normalised, not detrended
 * @param full its detrended form with the transits masked, and the spectrum of the first search
 */
export function curveTables(curve: LightCurve, { detrended, spectrum }: Analysis['full']): CurveTables {
  return {
    curve: curveTable(curve, detrended),
    ...(spectrum?.signal.length ? { spectrum: spectrumTable(spectrum) } : {}),
  };
}

function curveTable(curve: LightCurve, detrended: LightCurve): ColumnTable {
  const { time, timeSystem, cadence, segment, quality, centroidCol, centroidRow } = curve;
  const centroids = { centroid_col: centroidCol, centroid_row: centroidRow };
  return {
    rows: time.length,
    columns: [
      { name: 'time', unit: 'd', type: 'float64', values: time },
      { name: 'raw', type: 'float32', values: Float32Array.from(curve.flux) },
      { name: 'detrended', type: 'float32', values: Float32Array.from(detrended.flux) },
      { name: 'error', type: 'float16', values: Float32Array.from(detrended.fluxErr) },
      ...(quality ? [integerColumn('quality', quality)] : []),
      ...Object.entries(centroids).flatMap(([name, values]) =>
        values ? [{ name, unit: 'pixel', type: 'float16' as const, values: relativeToMedian(values, segment) }] : [],
      ),
    ],
    metadata: { time_system: timeSystem, cadence: cadence * 24 * 60 },
  };
}

function spectrumTable({ frequency, signal }: NonNullable<Analysis['full']['spectrum']>): ColumnTable {
  const size = Math.ceil(signal.length / MAX_PERIODS);
  const rows = Math.ceil(signal.length / size);
  const period = new Float64Array(rows);
  const power = new Float32Array(rows);
  const ofPeriod = roundedTo(PERIOD_BITS);
  const ofPower = roundedTo(POWER_BITS);
  for (let row = 0; row < rows; row++) {
    let strongest = row * size;
    for (let i = strongest; i < Math.min(signal.length, (row + 1) * size); i++)
      if (signal[i] > signal[strongest]) strongest = i;
    period[rows - 1 - row] = ofPeriod(1 / frequency[strongest]);
    power[rows - 1 - row] = ofPower(signal[strongest]);
  }
  return {
    rows,
    columns: [
      { name: 'period', unit: 'd', type: 'float64', values: period },
      { name: 'power', type: 'float32', values: power },
    ],
    metadata: { points_per_bin: size },
  };
}

/** Rounds to a number of significant bits. */
function roundedTo(bits: number): (value: number) => number {
  return (value) => {
    if (value === 0 || !Number.isFinite(value)) return value;
    const unit = 2 ** (Math.floor(Math.log2(Math.abs(value))) + 1 - bits);
    return Math.round(value / unit) * unit;
  };
}

/** Quarters and sectors put a star on other pixels, so positions are given from the median of their segment. */
function relativeToMedian(values: Float64Array, segment: Int32Array): Float32Array {
  const relative = new Float32Array(values.length);
  for (let start = 0, end = 0; start < values.length; start = end) {
    while (end < values.length && segment[end] === segment[start]) end++;
    const sorted = values.slice(start, end).filter(Number.isFinite).sort();
    const median = sorted[sorted.length >> 1] ?? Number.NaN;
    for (let row = start; row < end; row++) relative[row] = values[row] - median;
  }
  return relative;
}
