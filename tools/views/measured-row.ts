import { analyze, measureRow, VETTING_NUMBERS } from '@exoplanet/light-curve';
import { withoutTransits } from '@exoplanet/light-curve/views';
import type { RowMeasurement } from './row-measurement';

/** Fields of a candidate that come from a light curve and the values of its star. */
const FIELDS = [
  'period',
  'period_err_low',
  'period_err_high',
  'duration',
  'duration_err_low',
  'duration_err_high',
  'depth',
  'depth_err_low',
  'depth_err_high',
  'radius',
  'radius_err_low',
  'radius_err_high',
  'impact',
  'impact_err_low',
  'impact_err_high',
  'snr',
  'teq',
  'insol',
  'star_teff',
  'star_logg',
  'star_radius',
  'star_mag',
] as const;

/**
 * The row as serving measures it: a transit fit that starts from the archive's period, epoch and duration and uses no other
 * value of the archive's fit. The other KOIs of the star are removed first, as in an analysis that found them. Columns `row_<field>`,
 * and `vetting_<name>` for the numbers of the vetting.
 */
export const measuredRow: RowMeasurement = {
  columns: [...FIELDS.map((field) => `row_${field}`), ...VETTING_NUMBERS.map(({ name }) => `vetting_${name}`)],
  measure({ prepared, ephemeris, others, target }) {
    const curve = withoutTransits(prepared.curve, others);
    const [detection] = analyze(curve, { target, known: ephemeris }).detections;
    const row = measureRow(detection, target);
    return [...FIELDS.map((field) => Number(row[field] ?? Number.NaN)), ...detection.vettingNumbers];
  },
};
