import type { Column, ColumnTable } from '@exoplanet/contracts';

/** A table as CSV, its first line the names of the columns. */
export function toCsv(table: ColumnTable): string {
  return `${table.columns.map(({ name }) => name).join(',')}\n${rowsOf(table, ',')}`;
}

const ECSV_TYPES: Record<Column['type'], string> = {
  float64: 'float64',
  float32: 'float32',
  float16: 'float32',
  int32: 'int32',
  uint8: 'uint8',
  indexed: 'int32',
  dictionary: 'string',
};

/** A table as ECSV 1.0, with units and types, which astropy and lightkurve read. */
export function toEcsv(table: ColumnTable): string {
  const { columns, metadata = {} } = table;
  const described = columns.map(
    ({ name, unit, type }) => `# - {name: ${name},${unit ? ` unit: ${unit},` : ''} datatype: ${ECSV_TYPES[type]}}`,
  );
  const meta = Object.entries(metadata).map(([name, value]) => `#   ${name}: ${JSON.stringify(value)}`);
  return [
    '# %ECSV 1.0',
    '# ---',
    '# delimiter: ","',
    '# datatype:',
    ...described,
    '# meta:',
    ...meta,
    '# schema: astropy-2.0',
    toCsv(table),
  ].join('\n');
}

function rowsOf({ rows, columns }: ColumnTable, delimiter: string): string {
  const lines: string[] = [];
  for (let row = 0; row < rows; row++) lines.push(`${columns.map((column) => cell(column, row)).join(delimiter)}\n`);
  return lines.join('');
}

/** With as many digits as the type holds; nothing for what is missing. */
function cell(column: Column, row: number): string {
  const value = column.values[row];
  switch (column.type) {
    case 'dictionary':
      return quoted(column.words[value] ?? '');
    case 'float32':
      return Number.isFinite(value) ? String(Number(value.toPrecision(8))) : 'nan';
    case 'float16':
      return Number.isFinite(value) ? String(Number(value.toPrecision(5))) : 'nan';
    case 'float64':
    case 'indexed':
    case 'int32':
    case 'uint8':
      return Number.isFinite(value) ? String(value) : 'nan';
  }
}

const quoted = (text: string): string => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
