import type { ExportMark } from '../export-mark';
import { csvWriter } from './csv';
import { ecsvWriter } from './ecsv';
import { exofopWriter } from './exofop';
import { jsonLinesWriter } from './json-lines';
import type { TableDescription, TableWriter, WrittenCell } from './table-writer';
import { voTableWriter } from './votable';

/** The forms in which a table is written, with their media type and the extension of a file. */
export const TABLE_FORMATS = {
  csv: { type: 'text/csv; charset=utf-8', extension: 'csv', writer: csvWriter },
  ecsv: { type: 'text/plain; charset=utf-8', extension: 'ecsv', writer: ecsvWriter },
  votable: { type: 'application/x-votable+xml; charset=utf-8', extension: 'xml', writer: voTableWriter },
  jsonl: { type: 'application/x-ndjson', extension: 'jsonl', writer: jsonLinesWriter },
  exofop: { type: 'text/plain; charset=utf-8', extension: 'txt', writer: exofopWriter },
} as const satisfies Record<
  string,
  {
    type: string;
    extension: string;
    writer: (description: TableDescription, mark: ExportMark) => TableWriter;
  }
>;

export type TableFormat = keyof typeof TABLE_FORMATS;

/**
 * Writes a table with its provenance, a group of rows at a time. The uploaded columns are written as they are; a column of ours with
 * the name of one of them is renamed. All forms but `exofop` can be read again with `readTable` and give the uploaded table.
 * @param rows groups of rows, the cells in the order of the columns
 */
export async function* writeTable(
  format: TableFormat,
  description: TableDescription,
  rows: AsyncIterable<readonly (readonly WrittenCell[])[]>,
): AsyncGenerator<string, void> {
  const columns = withoutClashes(description.columns);
  const writer: TableWriter = TABLE_FORMATS[format].writer(
    { ...description, columns },
    exportMarkOf({ ...description, columns }),
  );
  yield writer.head();
  for await (const group of rows) yield group.map((cells) => writer.row(cells)).join('');
  yield writer.end();
}

/** What an exported table says about itself, for a writer of its own such as that of Parquet. */
export function exportMarkOf({
  columns,
  mapping,
  decimalComma = false,
}: Omit<TableDescription, 'provenance'>): ExportMark {
  const units = columns.flatMap(({ name, role, unit }) => (role === 'used' && unit ? [[name, unit] as const] : []));
  return {
    results: columns.filter(({ role }) => role === 'result').map(({ name }) => name),
    formulas_escaped: false,
    units: Object.fromEntries(units),
    decimal_comma: decimalComma,
    ...(mapping ? { mapping } : {}),
  };
}

/** The columns; one of ours with the name of an uploaded one is renamed. */
export function withoutClashes<Column extends { name: string; role: string }>(columns: readonly Column[]): Column[] {
  const taken = new Set(columns.filter(({ role }) => role !== 'result').map(({ name }) => name));
  return columns.map((column) => {
    if (column.role !== 'result') return column;
    let { name } = column;
    while (taken.has(name)) name = `exoplanet_${name}`;
    taken.add(name);
    return { ...column, name };
  });
}
