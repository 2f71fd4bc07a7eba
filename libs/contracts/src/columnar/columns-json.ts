import type { Column, ColumnTable } from './column-table';

/** The JSON form of a table. */
export interface ColumnsJson extends Record<string, unknown> {
  rows: number;
  /** One list for each column; null where a value is missing. */
  columns: Record<string, (number | string | null)[]>;
  /** Units of the columns that have one. */
  units: Record<string, string>;
}

/** The JSON form of a table: `{ ...metadata, rows, columns: { name: [...] }, units: { name: unit } }`. */
export function columnsJson({ rows, columns, metadata }: ColumnTable): ColumnsJson {
  return {
    ...metadata,
    rows,
    columns: Object.fromEntries(columns.map((column) => [column.name, listOf(column)])),
    units: Object.fromEntries(columns.flatMap(({ name, unit }) => (unit === undefined ? [] : [[name, unit]]))),
  };
}

/** With as many digits as the type of the column holds. */
function listOf(column: Column): (number | string | null)[] {
  switch (column.type) {
    case 'dictionary':
      return Array.from(column.values, (index) => column.words[index] ?? null);
    case 'float32':
      return Array.from(column.values, (value) => (Number.isFinite(value) ? Number(value.toPrecision(7)) : null));
    case 'float64':
    case 'int32':
    case 'uint8':
      return Array.from(column.values, (value) => (Number.isFinite(value) ? value : null));
  }
}
