import type { AnalysisDto, Column, ColumnTable, DetectionDto } from '@exoplanet/contracts';
import { PPM } from '../units';

/** What a report page is drawn from. */
export interface ReportInput {
  analysis: AnalysisDto;
  /** Absent where the analysis has no detection: the page is then on the transits that were seen once. */
  detection?: DetectionDto | undefined;
  /** The full curve and spectrum; without them the page shows the thinned ones of the analysis, and says so. */
  curve?: ColumnTable;
  spectrum?: ColumnTable;
  /** Version of the program, for the last line of the page. */
  version: string;
}

/** Photometry as the page draws it: time [d], flux and error [ppm of the star's level], centroid offsets [pixels]. */
export interface Photometry {
  time: ArrayLike<number>;
  flux: Float64Array;
  error?: Float64Array;
  centroids?: { column: ArrayLike<number>; row: ArrayLike<number> };
  /** Neighbouring measurements in each point; 1 where every one is shown. */
  pointsPerBin: number;
}

export function photometryOf({ analysis, curve }: ReportInput): Photometry {
  const time = curve && valuesOf(curve, 'time');
  const detrended = curve && valuesOf(curve, 'detrended');
  if (!time || !detrended) {
    const { time: thinned, flux, points_per_bin: pointsPerBin } = analysis.detrended;
    return { time: thinned, flux: inPpm(flux), pointsPerBin };
  }
  const error = valuesOf(curve, 'error');
  const [column, row] = [valuesOf(curve, 'centroid_col'), valuesOf(curve, 'centroid_row')];
  return {
    time,
    flux: inPpm(detrended),
    ...(error ? { error: Float64Array.from(error, (value) => value * PPM) } : {}),
    ...(column && row ? { centroids: { column, row } } : {}),
    pointsPerBin: 1,
  };
}

export function spectrumOf({
  analysis,
  spectrum,
}: ReportInput): { period: ArrayLike<number>; power: ArrayLike<number> } | undefined {
  const [period, power] = [spectrum && valuesOf(spectrum, 'period'), spectrum && valuesOf(spectrum, 'power')];
  if (period && power) return { period, power };
  const { periodogram } = analysis;
  return periodogram ? { period: periodogram.period, power: periodogram.signal } : undefined;
}

export const inPpm = (flux: ArrayLike<number>): Float64Array => Float64Array.from(flux, (value) => (value - 1) * PPM);

const valuesOf = ({ columns }: ColumnTable, name: string): Column['values'] | undefined =>
  columns.find((column) => column.name === name)?.values;
