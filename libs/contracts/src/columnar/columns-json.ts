import type { Column, ColumnTable } from './column-table';

/** Values in one piece of text. */
const PIECE = 4096;

/**
 * The JSON form of a table, piece by piece: `{ ...metadata, rows, columns: { name: [...] }, units: { name: unit } }`, with null
 * for what is missing.
 */
export async function* columnsJson({
  rows,
  columns,
  metadata,
}: Omit<ColumnTable, 'columns'> & { columns: Iterable<Column> | AsyncIterable<Column> }): AsyncGenerator<string> {
  yield `${JSON.stringify({ ...metadata, rows }).slice(0, -1)},"columns":{`;
  const units: [name: string, unit: string][] = [];
  let comma = '';
  for await (const column of columns) {
    const { name, unit } = column;
    if (unit !== undefined) units.push([name, unit]);
    yield `${comma}${JSON.stringify(name)}:[`;
    comma = ',';
    for (let row = 0; row < rows; row += PIECE)
      yield `${row > 0 ? ',' : ''}${JSON.stringify(valuesOf(column, row, row + PIECE)).slice(1, -1)}`;
    yield ']';
  }
  yield `},"units":${JSON.stringify(Object.fromEntries(units))}}`;
}

/** With as many digits as the type of the column holds. JSON writes a number that is not finite as null. */
function valuesOf(column: Column, from: number, to: number): (number | string | null)[] {
  switch (column.type) {
    case 'dictionary':
      return Array.from(column.values.subarray(from, to), (index) => column.words[index] ?? null);
    case 'float32':
      return Array.from(column.values.subarray(from, to), (value) => Number(value.toPrecision(7)));
    case 'float16':
      return Array.from(column.values.subarray(from, to), (value) => Number(value.toPrecision(5)));
    case 'float64':
    case 'int32':
    case 'uint8':
    case 'indexed':
      return Array.from(column.values.subarray(from, to));
  }
}
