import table from './fields.json';

/** A measured quantity of a candidate or its star, in the units of the NASA Exoplanet Archive. */
export interface Field {
  name: string;
  /** Empty where the quantity has none. */
  unit: string;
  description: string;
  minimum?: number;
  exclusive_minimum?: number;
  maximum?: number;
  example?: number;
}

export interface Measurement extends Field {
  /** Whether `<name>_err_low` and `<name>_err_high` exist beside the value. */
  errors: boolean;
}

/** The missions that a candidate can come from; the position in this list is the value of the `source` column. */
export const SOURCES = ['KEPLER', 'TESS', 'K2'] as const;
export type Source = (typeof SOURCES)[number];

export const MEASUREMENTS: readonly Measurement[] = table.measurements;

/** Vetting diagnostics of the data-validation pipeline, named as in the archive. */
export const DIAGNOSTICS: readonly Field[] = table.diagnostics;

/** A larger absolute value is not physical in any of our units. The limit also keeps values within the Float32 that a model reads. */
export const MAX_VALUE = 1e12;

/** One column of the table that models read: `source`, each value with its two errors, then the diagnostics. */
export const COLUMNS: readonly string[] = [
  'source',
  ...MEASUREMENTS.flatMap(({ name, errors }) => (errors ? [name, `${name}_err_low`, `${name}_err_high`] : [name])),
  ...DIAGNOSTICS.map(({ name }) => `diagnostics.${name}`),
];

export const COLUMN_INDEX: ReadonlyMap<string, number> = new Map(COLUMNS.map((name, index) => [name, index]));
