import { aligned, BYTES_PER_VALUE, type ColumnEntry, HEADER_START, MAGIC } from './binary-layout';
import type { Column, ColumnTable } from './column-table';
import { fromHalf } from './half-precision';

/** Bytes that are not the binary form of a table. */
export class ColumnsFormatError extends Error {
  override readonly name = 'ColumnsFormatError';
}

/**
 * Reads the binary form of a table. The columns are views of `bytes` where these are aligned and of a type that
 * JavaScript has, copies otherwise.
 * @throws ColumnsFormatError
 */
export function decodeColumns(bytes: Uint8Array): ColumnTable {
  if (bytes.length < HEADER_START || MAGIC.some((byte, index) => bytes[index] !== byte))
    throw new ColumnsFormatError('the bytes do not begin with EXOCOLS1');
  const length = new DataView(bytes.buffer, bytes.byteOffset).getUint32(MAGIC.length, true);
  const start = aligned(HEADER_START + length);
  if (start > bytes.length) throw new ColumnsFormatError('the header is cut off');
  const { rows, columns, ...metadata } = parseHeader(bytes.subarray(HEADER_START, HEADER_START + length));
  return {
    rows,
    columns: columns.map((entry) => readColumn(bytes, start, rows, entry)),
    ...(Object.keys(metadata).length > 0 ? { metadata } : {}),
  };
}

interface Header extends Record<string, unknown> {
  rows: number;
  columns: ColumnEntry[];
}

function parseHeader(bytes: Uint8Array): Header {
  let header: Partial<Header> | null;
  try {
    header = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)) as Partial<Header> | null;
  } catch {
    throw new ColumnsFormatError('the header is not JSON');
  }
  if (!Number.isInteger(header?.rows) || !Array.isArray(header?.columns))
    throw new ColumnsFormatError('the header has no rows or columns');
  return header as Header;
}

function readColumn(bytes: Uint8Array, start: number, rows: number, entry: ColumnEntry): Column {
  const { name, unit, type, offset, values: named = [] } = entry;
  const size = (BYTES_PER_VALUE[type] ?? NaN) * rows;
  if (!(size === entry.bytes && offset >= 0 && start + offset + size <= bytes.length))
    throw new ColumnsFormatError(`column ${name} is cut off or of an unknown type`);
  const at = bytes.byteOffset + start + offset;
  const isAligned = at % BYTES_PER_VALUE[type] === 0;
  const buffer = isAligned ? bytes.buffer : bytes.slice(start + offset, start + offset + size).buffer;
  const from = isAligned ? at : 0;
  const head = { name, ...(unit === undefined ? {} : { unit }) };
  switch (type) {
    case 'float64':
      return { ...head, type, values: new Float64Array(buffer, from, rows) };
    case 'float32':
      return { ...head, type, values: new Float32Array(buffer, from, rows) };
    case 'float16':
      return { ...head, type, values: Float32Array.from(new Uint16Array(buffer, from, rows), fromHalf) };
    case 'int32':
      return { ...head, type, values: new Int32Array(buffer, from, rows) };
    case 'uint8':
      return { ...head, type, values: new Uint8Array(buffer, from, rows) };
    case 'indexed':
      return { ...head, type, values: Int32Array.from(new Uint8Array(buffer, from, rows), (at) => Number(named[at])) };
    case 'dictionary':
      return { ...head, type, values: new Int32Array(buffer, from, rows), words: named.map(String) };
  }
}
