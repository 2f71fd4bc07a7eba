import { type CandidateRow, DIAGNOSTICS, MEASUREMENTS } from '@exoplanet/contracts';
import { CatalogueError } from '../errors';
import { numberIn, textIn } from './cell';
import type { RowConverter, Table, TableOptions } from './table';

const NAMES = new Set(['id', 'star_id']);
const NUMBERS = new Set([
  'epoch',
  'ra',
  'dec',
  ...MEASUREMENTS.flatMap(({ name, errors }) =>
    errors ? [name, `${name}_err`, `${name}_err_low`, `${name}_err_high`] : [name],
  ),
]);
const DIAGNOSTIC_NAMES = new Set(DIAGNOSTICS.map(({ name }) => name));
const MEASURED = new Set(MEASUREMENTS.map(({ name }) => name));

const diagnosticOf = (column: string): string | undefined => {
  const name = column.replace(/^diagnostics\./, '');
  return DIAGNOSTIC_NAMES.has(name) ? name : undefined;
};

/**
 * A table with our own field names in any order: `period,radius,period_err,…,source`; the prefix `diagnostics.` is optional.
 * Values are passed on unchanged, so the validation of requests also applies here; it refuses a period of 0, for example.
 */
export const plainTable: Table = {
  kind: 'plain',
  title: 'A table with our own field names',
  marks: 'source, and at least one of period, radius, depth, …',
  recognises: (columns) => [...columns].some((name) => MEASURED.has(name) || diagnosticOf(name) !== undefined),
  canonical: (column) => column.trim().toLowerCase(),
  uses: (column) =>
    column === 'source' || NAMES.has(column) || NUMBERS.has(column) || diagnosticOf(column) !== undefined,
  converter,
};

function converter(columns: readonly string[], { source }: TableOptions): RowConverter {
  if (!columns.includes('source') && !source) {
    throw new CatalogueError(
      'NO_SOURCE',
      'the table has no column "source" (KEPLER, TESS or K2), and no source was given for the whole table',
    );
  }
  return (cells) => {
    const candidate: Record<string, unknown> = source ? { source } : {};
    const diagnostics: Record<string, unknown> = {};
    columns.forEach((column, index) => {
      const text = textIn(cells[index]);
      if (text === undefined) return;
      const diagnostic = diagnosticOf(column);
      if (column === 'source') candidate.source = text.toUpperCase();
      else if (NAMES.has(column)) candidate[column] = text;
      else if (NUMBERS.has(column)) candidate[column] = numberIn(text);
      else if (diagnostic) diagnostics[diagnostic] = numberIn(text);
    });
    if (Object.keys(diagnostics).length > 0) candidate.diagnostics = diagnostics;
    return { candidate: candidate as CandidateRow, notes: [] };
  };
}
