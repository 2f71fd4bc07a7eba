import { DIAGNOSTICS, MEASUREMENTS, SOURCES } from '@exoplanet/contracts';
import type { TableForm } from './table-form';

const MEASURED = MEASUREMENTS.map(({ name }) => name);
const DIAGNOSTIC_NAMES = DIAGNOSTICS.map(({ name }) => name);

/**
 * A table with our own field names in any order: `period,radius,period_err,…,source`; the prefix `diagnostics.` is optional, and a
 * name may be followed by a unit, as in `depth [%]`. Values count as they are: a period of 0 is refused.
 */
export const plainTable: TableForm = {
  kind: 'plain',
  dialect: 'own-fields',
  title: 'A table with our own field names',
  marks: 'source, and at least one of period, radius, depth, …',
  canonical: (column) =>
    column
      .trim()
      .toLowerCase()
      .replace(/\s*[([][^)\]]*[)\]]$/, ''),
  recognises: (columns) => {
    const known = [...MEASURED, ...DIAGNOSTIC_NAMES, ...DIAGNOSTIC_NAMES.map((name) => `diagnostics.${name}`)];
    const found = known.filter((name) => columns.has(name)).length;
    // A single word such as "period" may also stand in a sentence above the table.
    return found > 1 || (found === 1 && (columns.size === 1 || columns.has('source')));
  },
  source: { column: 'source', missions: SOURCES.map((source) => [new RegExp(`^${source}$`, 'i'), source]) },
  id: [{ columns: ['id'] }],
  star: [{ columns: ['star_id'] }],
  epochs: [{ column: 'epoch', unit: 'BJD' }],
  fields: Object.fromEntries(
    MEASUREMENTS.map(({ name, errors }) => [
      name,
      [{ value: name, ...(errors ? { both: `${name}_err`, low: `${name}_err_low`, high: `${name}_err_high` } : {}) }],
    ]),
  ),
  kept: /^$/,
};
