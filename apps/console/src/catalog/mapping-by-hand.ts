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

/** A table whose reading is being corrected. */
export interface Reading {
  /** How it was read before any correction. */
  first: Detection;
  mapping: Mapping;
  /** How it is read with the mapping. */
  detection: Detection;
}

/** The field of a column: the one that a person gave it, or else the one that was detected. */
export const fieldOf = ({ mapping, detection }: Reading, column: string): string | undefined =>
  fieldByHand(mapping, column) ?? detectedField(detection, column);

const fieldByHand = ({ fields = {} }: Mapping, column: string): string | undefined =>
  Object.keys(fields).find((field) => fields[field]?.column === column);

const detectedField = ({ columns }: Detection, column: string): string | undefined =>
  columns.find(({ name }) => name === column)?.field;

/**
 * What changes when a person gives a column to a field. A field that had another column loses it. The field that the column had
 * goes back to the column in which it was detected, if that has no other field by now; otherwise it is left empty.
 * @param field undefined to read the column as nothing
 */
export function assigned(reading: Reading, column: string, field: string | undefined, unit?: string): Mapping {
  const before = fieldOf(reading, column);
  return {
    fields: {
      ...(before !== undefined && before !== field ? { [before]: left(reading, column, before) } : {}),
      ...(field === undefined ? {} : { [field]: { column, ...(unit ? { unit } : {}) } }),
    },
  };
}

/** What the mapping says of a field that a column leaves: nothing where it was detected in another column. */
function left({ first, mapping }: Reading, column: string, field: string): { column: null } | undefined {
  const owner = first.columns.find((each) => each.field === field)?.name;
  const isTaken = fieldByHand(mapping, column) === field && detectedField(first, column) !== field;
  const isFree = owner !== undefined && fieldByHand(mapping, owner) === undefined;
  return isTaken && isFree ? undefined : { column: null };
}
