/** Media type of the binary form of a `ColumnTable`. */
export const COLUMNS_MEDIA_TYPE = 'application/vnd.exoplanet.columns';

/** The values of one column, one for each row. A missing number is NaN, a missing text the index −1. */
export type ColumnValues =
  | { type: 'float64'; values: Float64Array }
  | { type: 'float32'; values: Float32Array }
  /** Half precision in the binary form. */
  | { type: 'float16'; values: Float32Array }
  | { type: 'int32'; values: Int32Array }
  | { type: 'uint8'; values: Uint8Array }
  /** At most 256 different integers; a byte each in the binary form. */
  | { type: 'indexed'; values: Int32Array }
  | { type: 'dictionary'; values: Int32Array; words: readonly string[] };

export type Column = { name: string; unit?: string } & ColumnValues;

/** Named columns of equal length, and metadata about the table. */
export interface ColumnTable {
  rows: number;
  columns: readonly Column[];
  /** Further members of the header, such as the time system. `rows` and `columns` are taken. */
  metadata?: Readonly<Record<string, unknown>>;
}

/** A text column: each different text once, and for each row the index of its own. */
export function dictionaryColumn(name: string, texts: readonly (string | null | undefined)[]): Column {
  const indices = new Map<string, number>();
  const values = Int32Array.from(texts, (text) => {
    if (text === null || text === undefined) return -1;
    const known = indices.get(text);
    if (known !== undefined) return known;
    indices.set(text, indices.size);
    return indices.size - 1;
  });
  return { name, type: 'dictionary', values, words: [...indices.keys()] };
}

/** Different integers that an indexed column can have. */
export const MAX_INDEXED = 256;

/** Integers in the smallest form that holds them. */
export function integerColumn(name: string, values: Int32Array): Column {
  if (values.every((value) => value >= 0 && value <= 255))
    return { name, type: 'uint8', values: Uint8Array.from(values) };
  return new Set(values).size <= MAX_INDEXED ? { name, type: 'indexed', values } : { name, type: 'int32', values };
}
