import type { Source } from '../candidate/fields';
import type { TaskId } from '../commands/task-id';

/** Queue and message pattern of light-curve commands. */
export const ANALYZE = 'analyze';

/** Time systems that a caller can name. BKJD = BJD − 2454833, BTJD = BJD − 2457000, MJD = JD − 2400000.5. */
export const GIVEN_TIME_SYSTEMS = ['BJD', 'BKJD', 'BTJD', 'HJD', 'JD', 'MJD'] as const;
export type GivenTimeSystem = (typeof GIVEN_TIME_SYSTEMS)[number];

/** Levels of `quality_mask`: the mission's recommended mask, no flag at all, and stricter ones. */
export const QUALITY_LEVELS = ['default', 'none', 'hard', 'hardest'] as const;
export type QualityLevel = (typeof QUALITY_LEVELS)[number];

/** Star values that the caller gave; the header of a file supplies the others. */
export interface StarValues {
  /** Effective temperature [K], surface gravity [log10(cm/s²)], radius [R☉], mass [M☉], magnitude [mag]. */
  teff?: number;
  logg?: number;
  radius?: number;
  mass?: number;
  magnitude?: number;
  /** Their errors (1 sigma), in the same units. */
  teffErr?: number;
  loggErr?: number;
  radiusErr?: number;
  magnitudeErr?: number;
}

export interface AnalyzeOptions {
  /** Known ephemeris: period [d], epoch [d, BJD or in `time_system`, else in the time system of the curve], duration [h]. With period and epoch the search is skipped. */
  period?: number;
  epoch?: number;
  duration?: number;
  /** Limits of the search [d]. */
  period_min?: number;
  period_max?: number;
  /** Limits of the search [h]. */
  duration_min?: number;
  duration_max?: number;
  /** Minimum multiple event statistic, and minimum number of transits with data, of a detection. */
  min_mes?: number;
  min_transits?: number;
  /** Window of the detrending [h]. */
  detrend_window?: number;
  /** Known transits that are taken out before the search: see {@link ephemeridesFrom}. */
  mask?: string;
  /** Quadratic limb darkening of the fits; both or neither. */
  limb_u1?: number;
  limb_u2?: number;
  max_planets: number;
  star: StarValues;
  source?: Source;
  /** Column of every file that holds the flux; otherwise the best one that the product has. */
  flux_column?: string;
  /** Which quality flags drop a cadence: a level, or the bits. */
  quality_mask?: QualityLevel | number;
  /** The files are of one star, although they name it differently. */
  same_star?: boolean;
  /** Model that scores the detections. */
  model?: string;
  explain?: boolean;
  uncertainty?: boolean;
}

/** The same options as the form fields of a request name them. */
export type AnalyzeFields = Omit<AnalyzeOptions, 'star' | 'max_planets'> & {
  max_planets?: number;
  star_teff?: number;
  star_logg?: number;
  star_radius?: number;
  star_mass?: number;
  star_mag?: number;
  star_teff_err?: number;
  star_logg_err?: number;
  star_radius_err?: number;
  star_mag_err?: number;
};

export const DEFAULT_PLANETS = 3;

/** The options of a command from the fields of a request; fields that are not options of the search are left out. */
export function analyzeOptions(fields: AnalyzeFields): AnalyzeOptions {
  const star: { [Name in keyof StarValues]: StarValues[Name] | undefined } = {
    teff: fields.star_teff,
    teffErr: fields.star_teff_err,
    logg: fields.star_logg,
    loggErr: fields.star_logg_err,
    radius: fields.star_radius,
    radiusErr: fields.star_radius_err,
    mass: fields.star_mass,
    magnitude: fields.star_mag,
    magnitudeErr: fields.star_mag_err,
  };
  const { period, epoch, duration, period_min, period_max, max_planets = DEFAULT_PLANETS } = fields;
  const { duration_min, duration_max, min_mes, min_transits, detrend_window, mask, limb_u1, limb_u2 } = fields;
  const { source, flux_column, quality_mask, same_star, model, explain, uncertainty } = fields;
  return {
    ...given({ period, epoch, duration, period_min, period_max, source }),
    ...given({ duration_min, duration_max, min_mes, min_transits, detrend_window, mask, limb_u1, limb_u2 }),
    ...given({ flux_column, quality_mask, same_star, model, explain, uncertainty }),
    max_planets,
    star: given(star),
  };
}

/** Contradictions between fields that are each valid on their own. */
export function conflictingFields(fields: AnalyzeFields): { field: string; message: string }[] {
  const { period, epoch, duration, period_min, period_max } = fields;
  const known = [period, epoch, duration].filter((value) => value !== undefined).length;
  return [
    ...(known > 0 && known < 3
      ? [{ field: 'period', message: 'period, epoch and duration are given together or not at all' }]
      : []),
    ...(period_min !== undefined && period_max !== undefined && period_min >= period_max
      ? [{ field: 'period_min', message: 'period_min must be less than period_max' }]
      : []),
    ...(fields.duration_min !== undefined &&
    fields.duration_max !== undefined &&
    fields.duration_min >= fields.duration_max
      ? [{ field: 'duration_min', message: 'duration_min must be less than duration_max' }]
      : []),
    ...((fields.limb_u1 === undefined) !== (fields.limb_u2 === undefined)
      ? [{ field: 'limb_u1', message: 'limb_u1 and limb_u2 are given together or not at all' }]
      : []),
    ...(fields.mask !== undefined && !ephemeridesFrom(fields.mask) ? [{ field: 'mask', message: MASK_FORMAT }] : []),
  ];
}

export const MAX_MASKED = 20;
const MASK_FORMAT = `mask must be period:epoch:duration [d, d, h] of 1 to ${MAX_MASKED} known planets, separated by commas, for example 9.488:138.7:3,54.42:140.1:4.6`;

/** The ephemerides in the text of `mask`, `period:epoch:duration` separated by commas; undefined where the text is something else. */
export function ephemeridesFrom(text: string): { period: number; epoch: number; duration: number }[] | undefined {
  const parts = text.split(',', MAX_MASKED + 1);
  const ephemerides = parts.map((part) => part.split(':').map((value) => (value.trim() === '' ? NaN : Number(value))));
  const right = ephemerides.every(
    (values) => values.length === 3 && values.every(Number.isFinite) && values[0] > 0 && values[2] > 0,
  );
  if (!right || parts.length > MAX_MASKED) return undefined;
  return ephemerides.map(([period, epoch, duration]) => ({ period, epoch, duration }));
}

function given<T extends object>(values: T): { [Name in keyof T]?: Exclude<T[Name], undefined> } {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as never;
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
  time_system?: GivenTimeSystem;
  options: AnalyzeOptions;
}

export interface AnalyzeTask {
  id: TaskId;
  form: 'light_curve';
  rows: 0;
  owner?: string;
}
