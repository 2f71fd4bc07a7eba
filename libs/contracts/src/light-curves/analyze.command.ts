import type { Source } from '../candidate/fields';
import type { TaskId } from '../commands/task-id';

/** Queue and message pattern of light-curve commands. */
export const ANALYZE = 'analyze';

/** Star values that the caller gave; the header of a file supplies the others. */
export interface StarValues {
  /** Effective temperature [K], surface gravity [log10(cm/s²)], radius [R☉], mass [M☉], magnitude [mag]. */
  teff?: number;
  logg?: number;
  radius?: number;
  mass?: number;
  magnitude?: number;
}

export interface AnalyzeOptions {
  /** Known ephemeris: period [d], epoch [d, in the time system of the curve, or BJD], duration [h]. With period and epoch the search is skipped. */
  period?: number;
  epoch?: number;
  duration?: number;
  /** Limits of the search [d]. */
  period_min?: number;
  period_max?: number;
  max_planets: number;
  star: StarValues;
  source?: Source;
  /** Model that scores the detections. */
  model?: string;
  explain?: boolean;
  uncertainty?: boolean;
}

/** A light curve as arrays: times [d], fluxes in any unit; NaN where a value is missing. */
export interface LightCurveColumns {
  time: Float64Array;
  flux: Float64Array;
  flux_err?: Float64Array;
  quality?: Float64Array;
  centroid_col?: Float64Array;
  centroid_row?: Float64Array;
}

/** The photometry of one star, as files or as arrays, to be searched for transits, vetted and scored. */
export interface AnalyzeCommand {
  files?: { name: string; bytes: Uint8Array }[];
  columns?: LightCurveColumns;
  /** Time system, for files that do not state it. */
  time_system?: 'BJD' | 'BKJD' | 'BTJD';
  options: AnalyzeOptions;
}

export interface AnalyzeTask {
  id: TaskId;
  form: 'light_curve';
  rows: 0;
  owner?: string;
}
