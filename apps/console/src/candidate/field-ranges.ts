import { type Measurement, MEASUREMENTS } from '@exoplanet/contracts/browser';

/** What a slider covers: the values that catalogues of transit candidates hold, not all that the API accepts. */
export interface FieldRange {
  min: number;
  max: number;
  scale: 'linear' | 'log';
}

const RANGES: Record<string, FieldRange> = {
  period: { min: 0.2, max: 1000, scale: 'log' },
  duration: { min: 0.3, max: 30, scale: 'log' },
  depth: { min: 5, max: 300_000, scale: 'log' },
  radius: { min: 0.3, max: 100, scale: 'log' },
  impact: { min: 0, max: 1.3, scale: 'linear' },
  snr: { min: 3, max: 3000, scale: 'log' },
  teq: { min: 100, max: 4000, scale: 'log' },
  insol: { min: 0.01, max: 100_000, scale: 'log' },
  star_teff: { min: 2500, max: 10_000, scale: 'linear' },
  star_logg: { min: 1, max: 5.5, scale: 'linear' },
  star_radius: { min: 0.1, max: 30, scale: 'log' },
  star_mag: { min: 4, max: 20, scale: 'linear' },
  star_distance: { min: 2, max: 5000, scale: 'log' },
  star_pmra: { min: -300, max: 300, scale: 'linear' },
  star_pmdec: { min: -300, max: 300, scale: 'linear' },
};

/** Short names for rows; the whole description is in the tooltip. */
const NAMES: Record<string, string> = {
  period: 'Period',
  duration: 'Duration',
  depth: 'Depth',
  radius: 'Planet radius',
  impact: 'Impact parameter',
  snr: 'Signal to noise',
  teq: 'Equilibrium temperature',
  insol: 'Insolation',
  star_teff: 'Star: temperature',
  star_logg: 'Star: log g',
  star_radius: 'Star: radius',
  star_mag: 'Star: magnitude',
  star_distance: 'Star: distance',
  star_pmra: 'Star: motion in RA',
  star_pmdec: 'Star: motion in Dec',
};

export interface SliderField extends Measurement {
  label: string;
  range: FieldRange;
}

export const SLIDER_FIELDS: readonly SliderField[] = MEASUREMENTS.map((field) => ({
  ...field,
  label: NAMES[field.name] ?? field.description,
  range: RANGES[field.name] ?? { min: field.minimum ?? 0, max: field.maximum ?? 100, scale: 'linear' },
}));

export const fieldLabel = (name: string): string =>
  NAMES[name] ?? name.replace(/^diagnostics\./, '').replace(/_/g, ' ');

/** Value at a position of the slider, 0 to 1. */
export function valueAt({ min, max, scale }: FieldRange, position: number): number {
  const value = scale === 'log' ? min * (max / min) ** position : min + (max - min) * position;
  return Number(value.toPrecision(4));
}

/** Position of a value, 0 to 1; a value outside the slider stands at its end. */
export function positionOf({ min, max, scale }: FieldRange, value: number): number {
  if (scale === 'log' && value <= 0) return 0;
  const position = scale === 'log' ? Math.log(value / min) / Math.log(max / min) : (value - min) / (max - min);
  return Math.min(1, Math.max(0, position));
}
