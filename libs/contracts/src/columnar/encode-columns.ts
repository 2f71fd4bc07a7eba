import { aligned, type ColumnEntry, HEADER_START, MAGIC } from './binary-layout';
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
function encodedPieces({ rows, columns, metadata }: ColumnTable): Uint8Array[] {
  const encoder = new ColumnsEncoder(rows, metadata);
  const encoded = columns.map((column) => encoder.add(column));
  const { before, after } = encoder.frame();
  return [before, ...encoded.flatMap(({ header }) => header), after, ...encoded.flatMap(({ values }) => values)];
}

/** A dictionary whose words are already a JSON array in UTF-8. */
export type DictionaryWithJson = Pick<Column, 'name' | 'unit'> & {
  type: 'dictionary';
  values: Int32Array;
  words: Uint8Array;
};

/** A column in the binary form: its part of the header, and its values. They are its own memory where that is possible. */
export interface EncodedColumn {
  header: Uint8Array[];
  values: Uint8Array[];
}

/**
 * The binary form of a table whose columns come one at a time, in four parts: `before`, the headers of the columns, `after`, their
 * values. `before` has the length of the header, so it is known last. Nothing of a column is kept.
 */
export class ColumnsEncoder {
  private readonly opening: Uint8Array;
  private headerLength: number;
  private columns = 0;
  private end = 0;

  constructor(
    private readonly rows: number,
    metadata: ColumnTable['metadata'] = {},
  ) {
    this.opening = utf8(`${JSON.stringify({ ...metadata, rows }).slice(0, -1)},"columns":[`);
    this.headerLength = this.opening.length;
  }

  add(column: Column | DictionaryWithJson): EncodedColumn {
    const { name, unit, type, values } = column;
    if (values.length !== this.rows)
      throw new RangeError(`column ${name} has ${values.length} values for ${this.rows} rows`);
    const bytes = littleEndian(storedValues(column));
    const entry: ColumnEntry = {
      name,
      ...(unit === undefined ? {} : { unit }),
      type,
      offset: this.end,
      bytes: bytes.byteLength,
    };
    const json = `${this.columns++ > 0 ? ',' : ''}${JSON.stringify(entry).slice(0, -1)}`;
    const named = namedValues(column);
    const header = named ? [utf8(`${json},"values":`), named, utf8('}')] : [utf8(`${json}}`)];
    this.headerLength += header.reduce((sum, piece) => sum + piece.length, 0);
    this.end = aligned(this.end + bytes.byteLength);
    return { header, values: [bytes, new Uint8Array(aligned(bytes.byteLength) - bytes.byteLength)] };
  }

  /** What stands before and after the headers of all columns. */
  frame(): { before: Uint8Array; after: Uint8Array } {
    const closing = utf8(']}');
    const length = this.headerLength + closing.length;
    const before = new Uint8Array(HEADER_START + this.opening.length);
    before.set(MAGIC);
    new DataView(before.buffer).setUint32(MAGIC.length, length, true);
    before.set(this.opening, HEADER_START);
    const after = new Uint8Array(closing.length + aligned(HEADER_START + length) - HEADER_START - length);
    after.set(closing);
    return { before, after };
  }
}

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

/** What the indices of a column name, as JSON. */
function namedValues(column: Column | DictionaryWithJson): Uint8Array | undefined {
  if (column.type === 'indexed') return utf8(JSON.stringify(differentValues(column)));
  if (column.type !== 'dictionary') return undefined;
  return column.words instanceof Uint8Array ? column.words : utf8(JSON.stringify(column.words));
}

function storedValues(column: Column | DictionaryWithJson): Column['values'] | Uint16Array {
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
