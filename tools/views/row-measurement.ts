import type { Ephemeris, LightCurve, PreparedLightCurve, Target } from '@exoplanet/light-curve';
import type { Views } from '@exoplanet/light-curve/views';

/** What is known of a row when its curve could be read. */
export interface MeasuredRow {
  prepared: PreparedLightCurve;
  /** The detrended curve the views are made of. */
  flat: LightCurve;
  ephemeris: Ephemeris;
  /** The other KOIs of the star. */
  others: readonly Ephemeris[];
  /** The star's values. */
  target: Target;
  views: Views;
}

/** Columns of rows.csv taken from the curve; one number for each name, NaN where it cannot be had. */
export interface RowMeasurement {
  columns: readonly string[];
  measure: (row: MeasuredRow) => number[];
}
