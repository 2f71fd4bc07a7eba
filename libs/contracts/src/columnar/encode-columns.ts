import { aligned, BYTES_PER_VALUE, type ColumnEntry, HEADER_START, MAGIC } from './binary-layout';
import { type Column, type ColumnTable, MAX_INDEXED } from './column-table';
import { toHalf } from './half-precision';

/**
 * The binary form of a table, little endian: `EXOCOLS1`, the length of the header (uint32), the header as JSON in UTF-8, zeros
 * to a multiple of 8, and each column at its offset from there.
 * @throws RangeError when a column has another length than the table, or more different values than its type holds
 */
export function encodeColumns(table: ColumnTable): Uint8Array<ArrayBuffer> {
  const pieces = encodedPieces(table);
  const encoded = new Uint8Array(pieces.reduce((bytes, { length }) => bytes + length, 0));
  let offset = 0;
  for (const piece of pieces) {
    encoded.set(piece, offset);
    offset += piece.length;
  }
  return encoded;
}

/** The binary form in pieces that follow each other. Those of the columns are their own memory, so that a large table is not copied. */
export function encodedPieces({ rows, columns, metadata }: ColumnTable): Uint8Array[] {
  let end = 0;
  const entries = columns.map((column): ColumnEntry => {
    if (column.values.length !== rows)
      throw new RangeError(`column ${column.name} has ${column.values.length} values for ${rows} rows`);
    const offset = end;
    const bytes = BYTES_PER_VALUE[column.type] * rows;
    end = aligned(offset + bytes);
    return describe(column, offset, bytes);
  });
  const header = new TextEncoder().encode(JSON.stringify({ ...metadata, rows, columns: entries }));
  const start = aligned(HEADER_START + header.length);
  const first = new Uint8Array(start);
  first.set(MAGIC);
  new DataView(first.buffer).setUint32(MAGIC.length, header.length, true);
  first.set(header, HEADER_START);
  return [
    first,
    ...columns.flatMap((column) => {
      const bytes = littleEndian(storedValues(column));
      return [bytes, new Uint8Array(aligned(bytes.byteLength) - bytes.byteLength)];
    }),
  ];
}

function describe(column: Column, offset: number, bytes: number): ColumnEntry {
  const { name, unit, type } = column;
  return {
    name,
    ...(unit === undefined ? {} : { unit }),
    type,
    offset,
    bytes,
    ...(type === 'dictionary' ? { values: column.words } : {}),
    ...(type === 'indexed' ? { values: differentValues(column) } : {}),
  };
}

function storedValues(column: Column): Column['values'] | Uint16Array {
  switch (column.type) {
    case 'float16':
      return Uint16Array.from(column.values, toHalf);
    case 'indexed': {
      const index = new Map(differentValues(column).map((value, place) => [value, place]));
      return Uint8Array.from(column.values, (value) => index.get(value)!);
    }
    default:
      return column.values;
  }
}

function differentValues({ name, values }: Extract<Column, { type: 'indexed' }>): number[] {
  const different = [...new Set(values)].sort((a, b) => a - b);
  if (different.length > MAX_INDEXED)
    throw new RangeError(`column ${name} has ${different.length} different values, at most ${MAX_INDEXED} are allowed`);
  return different;
}

/** Every machine that Node.js or a browser runs on today is little endian, so the bytes never have to be swapped. */
function littleEndian({ buffer, byteOffset, byteLength }: Column['values'] | Uint16Array): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}
