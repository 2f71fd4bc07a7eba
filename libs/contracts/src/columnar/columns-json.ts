import type { Column, ColumnTable } from './column-table';

/** Values in one piece of text. */
const PIECE = 4096;

/**
 * The JSON form of a table, piece by piece: `{ ...metadata, rows, columns: { name: [...] }, units: { name: unit } }`, with null
 * for what is missing.
 */
export function* columnsJson({ rows, columns, metadata }: ColumnTable): Generator<string> {
  yield `${JSON.stringify({ ...metadata, rows }).slice(0, -1)},"columns":{`;
  for (const [index, column] of columns.entries()) {
    yield `${index > 0 ? ',' : ''}${JSON.stringify(column.name)}:[`;
    for (let row = 0; row < rows; row += PIECE)
      yield `${row > 0 ? ',' : ''}${JSON.stringify(valuesOf(column, row, row + PIECE)).slice(1, -1)}`;
    yield ']';
  }
  const units = columns.flatMap(({ name, unit }) => (unit === undefined ? [] : [[name, unit]]));
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
