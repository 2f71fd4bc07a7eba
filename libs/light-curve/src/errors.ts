/** Why a light curve cannot be used. The message names the file, what was found and what was expected. */
export type LightCurveErrorCode =
  /** The file is neither FITS, CSV nor JSON, with or without gzip. */
  | 'unknown_format'
  /** The file, or its gzip stream, ends before the data that its header announces. */
  | 'truncated'
  /** A FITS header that breaks the standard. */
  | 'malformed_fits'
  /** A FITS file without a binary table that has a TIME column: an image or a target pixel mask. */
  | 'no_light_curve_table'
  /** A CSV or JSON text with rows of unequal length or values that are not numbers. */
  | 'malformed_table'
  | 'no_time_column'
  | 'no_flux_column'
  /** Times are empty, or no time system can be found in the header, the column name or the values. */
  | 'unusable_times'
  | 'no_finite_flux'
  | 'too_few_points'
  | 'too_many_points'
  | 'too_many_columns'
  /** One time appears twice with different fluxes. */
  | 'repeated_times'
  /** The median flux is zero or negative, so the flux cannot be made relative. */
  | 'flux_not_positive'
  /** The file is larger than the limit as sent. */
  | 'file_too_large'
  /** The file is larger than the limit once inflated (a zip bomb). */
  | 'inflates_too_large'
  /** The files name different stars. */
  | 'different_stars';

const SHOWN_FILE_NAME = 200;

/** Thrown by the readers and by `prepare`; `file` is the name the user gave. */
export class LightCurveError extends Error {
  override readonly name = 'LightCurveError';

  constructor(
    readonly code: LightCurveErrorCode,
    readonly file: string,
    problem: string,
  ) {
    super(`${file.slice(0, SHOWN_FILE_NAME)}: ${problem}`);
  }
}
