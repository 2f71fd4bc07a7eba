import { ARCHIVE_TABLES, type ArchiveColumn, MEASUREMENTS } from '@exoplanet/contracts';
import { unitsOf } from '../units';
import type { MeasuredColumn } from './table-form';

const withErrors = new Set(MEASUREMENTS.filter(({ errors }) => errors).map(({ name }) => name));

/** The columns of an archive table by field, each with its errors and limit flag: `pl_rade`, `pl_radeerr1`, `pl_radeerr2`, `pl_radelim`. */
export function archiveFields(table: keyof typeof ARCHIVE_TABLES): Record<string, MeasuredColumn[]> {
  const { error_suffixes: errors, limit_suffix: limit, fields } = ARCHIVE_TABLES[table];
  const measured = ({ column, scale }: ArchiveColumn, field: string): MeasuredColumn => ({
    value: column,
    ...(withErrors.has(field) ? { high: column + errors.high, low: column + errors.low } : {}),
    ...(limit === undefined ? {} : { limit: column + limit }),
    ...(scale === undefined ? {} : { unit: unitWithScale(field, scale) }),
  });
  return Object.fromEntries(
    Object.entries(fields).map(([field, columns = []]) => [field, columns.map((column) => measured(column, field))]),
  );
}

function unitWithScale(field: string, scale: number): string {
  const unit = unitsOf(field).find((each) => each.scale === scale);
  if (!unit) throw new Error(`no unit of ${field} has the scale ${scale}`);
  return unit.name;
}
