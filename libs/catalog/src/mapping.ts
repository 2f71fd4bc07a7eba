import { DIAGNOSTICS, MEASUREMENTS, type Source } from '@exoplanet/contracts';
import { CatalogueError } from './errors';
import { ownUnitOf, unitOf, unitsOf } from './units';

/** The column of a table that holds one of our fields. */
export interface MappedColumn {
  /** Its name in the header; null leaves the field out. */
  column: string | null;
  /** @default the unit that the table's header or kind gives it, or else the field's own unit */
  unit?: string;
}

/**
 * Which columns of a table hold our fields, beside what its header says already. A field is `source`, `id`, `star_id`, `ra`, `dec`, `epoch`, a
 * measurement such as `depth`, its errors `depth_err`, `depth_err_low` and `depth_err_high`, or a diagnostic such as `diagnostics.koi_dor`.
 */
export interface Mapping {
  fields?: Readonly<Record<string, MappedColumn>>;
  /** The mission of every row of a table that does not say it. */
  source?: Source;
}

const DIAGNOSTIC_NAMES: ReadonlySet<string> = new Set(DIAGNOSTICS.map(({ name }) => name));

const FIELDS: ReadonlySet<string> = new Set([
  'source',
  'id',
  'star_id',
  'ra',
  'dec',
  'epoch',
  ...MEASUREMENTS.flatMap(({ name, errors }) =>
    errors ? [name, `${name}_err`, `${name}_err_low`, `${name}_err_high`] : [name],
  ),
  ...DIAGNOSTICS.map(({ name }) => `diagnostics.${name}`),
]);

/** The full name of a field; diagnostics may be named without their prefix. */
export const fieldNamed = (name: string): string => (DIAGNOSTIC_NAMES.has(name) ? `diagnostics.${name}` : name);

/** The names of all fields that a column can be read as. */
export const ALL_FIELDS: readonly string[] = [...FIELDS];

/** Checks the fields and units of a mapping. @throws CatalogueError `BAD_MAPPING` */
export function checkMapping({ fields = {} }: Mapping): void {
  for (const [name, { unit }] of Object.entries(fields)) {
    const field = fieldNamed(name);
    if (!FIELDS.has(field))
      throw new CatalogueError(
        'BAD_MAPPING',
        `the mapping has the field "${name}"; fields are ${ALL_FIELDS.join(', ')}`,
      );
    if (unit === undefined || unitOf(field, unit)) continue;
    const allowed = ownUnitOf(field)
      ? `its units are ${unitsOf(field)
          .map((each) => each.name)
          .join(', ')}`
      : 'it has no unit';
    throw new CatalogueError('BAD_MAPPING', `the mapping gives ${name} the unit "${unit}"; ${allowed}`);
  }
}
