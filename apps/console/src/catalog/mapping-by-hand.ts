import { unitsOf } from '@exoplanet/catalog/units';
import { MEASUREMENTS } from '@exoplanet/contracts/browser';
import type { Detection, Mapping } from './catalog-types';

/** The fields that a column can be given by hand, those without which little can be said first. */
export const FIELDS: readonly string[] = [
  'id',
  'star_id',
  'source',
  'epoch',
  ...MEASUREMENTS.flatMap(({ name, errors }) => (errors ? [name, `${name}_err_low`, `${name}_err_high`] : [name])),
  'ra',
  'dec',
];

/** Names of the units in which a field may be given. */
export const unitNamesOf = (field: string): string[] => unitsOf(field).map(({ name }) => name);

/**
 * What changes when a person gives a column to a field. A field that had another column loses it, and a column that had another
 * field leaves it empty. @param field undefined to read the column as nothing
 */
export function assigned(detection: Detection, column: string, field: string | undefined, unit?: string): Mapping {
  const before = detection.columns.find(({ name }) => name === column)?.field;
  return {
    fields: {
      ...(before !== undefined && before !== field ? { [before]: { column: null } } : {}),
      ...(field === undefined ? {} : { [field]: { column, ...(unit ? { unit } : {}) } }),
    },
  };
}
