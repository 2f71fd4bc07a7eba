import { scaledSeparation, starDensity } from '../search/orbit-limits';
import type { Measured, Mission, Target } from '../types';
import type { Detection } from './analysis';

/** A catalogue row measured from a light curve: the field names of the candidate contract, absent where nothing is known. */
export type MeasuredRow = { source?: Mission } & Partial<Record<string, number | Mission>>;

/** [K] */
const SUN_TEMPERATURE = 5772;
/** [R☉] */
const ASTRONOMICAL_UNIT = 215.03;
/** Temperature of a planet at 1 S⊕ with albedo 0.3 and even heat [K]: 255. */
const EARTH_EQUILIBRIUM = 255;

/**
 * What a tabular model can score: the detection's own measurements and the star's values. Errors are positive. That of the period
 * is the fit's, as in the tables and curves that the models learned from, also where that of the detection is larger.
 */
export function measureRow(detection: Detection, target: Target = {}): MeasuredRow {
  const { duration, depth, radius, impact, snr, fit } = detection;
  const row: MeasuredRow = {
    ...(target.mission && { source: target.mission }),
    ...field('period', fit.period),
    ...field('duration', duration),
    ...field('depth', depth),
    ...(radius && field('radius', radius)),
    impact: impact.value,
    impact_err_low: Math.min(impact.error, impact.value),
    impact_err_high: impact.error,
    snr,
  };
  const star: [name: string, value: number | undefined, error: number | undefined][] = [
    ['star_teff', target.teff, target.teffErr],
    ['star_logg', target.logg, target.loggErr],
    ['star_radius', target.radius, target.radiusErr],
    ['star_mag', target.magnitude, target.magnitudeErr],
  ];
  for (const [name, value, error] of star) {
    if (value !== undefined)
      Object.assign(row, error === undefined ? { [name]: value } : field(name, { value, error }));
  }
  if (target.teff !== undefined) {
    const density = starDensity(target);
    const separation = density === undefined ? fit.separation : scaledSeparation(fit.period.value, density);
    const insol = (target.teff / SUN_TEMPERATURE) ** 4 * (ASTRONOMICAL_UNIT / separation) ** 2;
    row.insol = insol;
    row.teq = EARTH_EQUILIBRIUM * insol ** 0.25;
  }
  return row;
}

function field(name: string, { value, error }: Measured): Record<string, number> {
  return { [name]: value, [`${name}_err_low`]: error, [`${name}_err_high`]: error };
}
