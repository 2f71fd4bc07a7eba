import type { TimeSystem } from '../types';

/** Points or a line: `x` and `y` of the same length. */
export interface Series {
  x: ArrayLike<number>;
  y: ArrayLike<number>;
}

/** Folded photometry around an event, y in ppm of the star's flux, 0 being its level. */
export interface FoldedPanel {
  points: Series;
  /** Bin medians, drawn over the points. */
  binned?: Series;
  /** The fitted model, drawn as a line. */
  model?: Series;
}

export type ReportVerdict = 'pass' | 'warn' | 'fail' | 'not_tested';

/** One line of the table of tests; texts as they are to be read, with units. */
export interface ReportTest {
  name: string;
  value: string;
  limit: string;
  verdict: ReportVerdict;
  /** What the test says about this candidate, in a sentence a student understands. */
  sentence: string;
}

/** Everything on the page of one detection. A panel that cannot be made is left out and its place says so. */
export interface ReportPage {
  /** For example `KIC 10797460, candidate 1 of 2`. */
  title: string;
  /** Star, mission and files, one line. */
  subtitle: string;
  timeSystem: TimeSystem;
  /** The detrended curve: time [d] and relative flux [ppm]. */
  curve: Series;
  /** Mid-transit times [d], marked under the curve. */
  transits: readonly number[];
  /** Strength of the search against period [d], and the period that was found. */
  periodogram?: { spectrum: Series; statistic: string; period: number };
  /** The whole orbit, x in days from mid-transit. */
  global?: FoldedPanel;
  /** Around the transit, x in hours from mid-transit. */
  local?: FoldedPanel;
  odd?: FoldedPanel;
  even?: FoldedPanel;
  /** Around the strongest dip outside the transit, x in hours from its centre, and that centre's orbital phase (0 to 1). */
  secondary?: FoldedPanel & { phase: number };
  /** One row a transit, row after row; 0 is the star's level and −1 the transit's depth; x runs over `hours`. */
  river?: {
    values: ArrayLike<number>;
    mask: ArrayLike<number>;
    columns: number;
    rows: number;
    hours: readonly [number, number];
  };
  /** Measured numbers as they are to be read, with units and errors: label and value. */
  numbers: readonly (readonly [label: string, value: string])[];
  tests: readonly ReportTest[];
  /** Version, data acknowledgement and the like, one line. */
  footer: string;
}
