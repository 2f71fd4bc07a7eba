/** Why a light curve cannot be used, by code: the details of `LIGHT_CURVE_INVALID` and of `refused_files`. */
export const LIGHT_CURVE_FAULTS = {
  UNKNOWN_FORMAT: 'The file is neither FITS, CSV nor JSON, with or without gzip.',
  TRUNCATED: 'The file, or its gzip stream, ends before the data that its header promises.',
  MALFORMED_FITS: 'The FITS header breaks the standard.',
  NO_LIGHT_CURVE_TABLE: 'The FITS file has no binary table with a TIME column: it is an image, for example.',
  MALFORMED_TABLE: 'The CSV or JSON text has rows of unequal length or values that are not numbers.',
  NO_TIME_COLUMN: 'No column of the file holds times.',
  NO_FLUX_COLUMN: 'No column of the file holds fluxes.',
  UNUSABLE_TIMES:
    'No time is finite, nothing says which time system the times are in, or a given epoch is far from them.',
  NO_FINITE_FLUX: 'No flux is a finite number.',
  TOO_FEW_POINTS: 'Fewer usable points are left than a search needs.',
  TOO_MANY_POINTS: 'The file has more points than the server accepts.',
  TOO_MANY_COLUMNS: 'The file has more columns than the server accepts.',
  REPEATED_TIMES: 'One time appears twice with different fluxes.',
  FLUX_NOT_POSITIVE:
    'The median flux is zero or negative, or many fluxes are negative, so the flux cannot be made relative.',
  FILE_TOO_LARGE: 'The file as sent is larger than the limit.',
  INFLATES_TOO_LARGE: 'The file is larger than the limit once it is inflated.',
  DIFFERENT_STARS: 'The files belong to different stars.',
} as const satisfies Record<string, string>;

export type LightCurveFault = keyof typeof LIGHT_CURVE_FAULTS;
