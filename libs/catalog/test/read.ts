import { type GoodRow, readTable, type ReadTableOptions, type RefusedTableRow, type TableDetection } from '../src';
import { collect } from './collect';

export type TableBytes = string | Uint8Array | AsyncIterable<Uint8Array>;

/** The bytes of a text in one chunk, or a source as it is. */
async function* bytesOf(table: TableBytes): AsyncGenerator<Uint8Array> {
  if (typeof table === 'string') yield Buffer.from(table);
  else if (table instanceof Uint8Array) yield await Promise.resolve(table);
  else yield* table;
}

/** A whole table, its good and its refused rows apart. */
export async function read(
  table: TableBytes,
  options?: ReadTableOptions,
): Promise<{ detection: TableDetection; rows: GoodRow[]; refused: RefusedTableRow[] }> {
  const { detection, rows } = await readTable(bytesOf(table), options);
  const all = await collect(rows);
  return {
    detection,
    rows: all.filter((row): row is GoodRow => 'candidate' in row),
    refused: all.filter((row): row is RefusedTableRow => 'error' in row),
  };
}
