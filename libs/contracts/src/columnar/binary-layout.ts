import type { Column } from './column-table';

/** The first eight bytes; the last of them is the version of the layout. */
export const MAGIC = new TextEncoder().encode('EXOCOLS1');
/** The header follows the magic and its own length (uint32). */
export const HEADER_START = MAGIC.length + 4;
/** Columns begin at multiples of this, so that a typed array can stand on the bytes where they are. */
const ALIGNMENT = 8;

/** One column as the header describes it. `offset` counts from the first multiple of 8 after the header. */
export interface ColumnEntry {
  name: string;
  unit?: string;
  type: Column['type'];
  offset: number;
  bytes: number;
  /** What the indices name: the texts of a dictionary, the numbers of an indexed column. */
  values?: readonly string[] | readonly number[];
}

export const BYTES_PER_VALUE: Record<Column['type'], number> = {
  float64: 8,
  float32: 4,
  float16: 2,
  int32: 4,
  uint8: 1,
  indexed: 1,
  dictionary: 4,
};

export const aligned = (bytes: number): number => Math.ceil(bytes / ALIGNMENT) * ALIGNMENT;
