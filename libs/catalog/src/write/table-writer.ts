import type { Mapping } from '../mapping';

/** A column of an exported table. */
export interface WrittenColumn {
  name: string;
  type: 'number' | 'text';
  /** Unit of its numbers, as in a detection's `unit_from`. */
  unit?: string;
  /** The field that it was read into. */
  field?: string;
  /** `result` for a column that was not in the uploaded table. */
  role: 'used' | 'kept' | 'not_used' | 'unknown' | 'result';
  description?: string;
}

/** A value of a row; null is missing. A number is written with the digits of JSON, text as it is. */
export type WrittenCell = string | number | null;

/** A table to write. */
export interface TableDescription {
  /** A column of numbers holds numbers, marks that mean "missing" and nothing else. */
  columns: readonly WrittenColumn[];
  /** The mapping with which the uploaded table was read. */
  mapping?: Mapping;
  /** As in the detection of the uploaded table. @default false */
  decimalComma?: boolean;
  /** What made the table: service, model, time, counts; written into its header in this order. */
  provenance: Readonly<Record<string, unknown>>;
}

/** Writes one form of table, piece by piece. Cells are in the order of the columns. */
export interface TableWriter {
  head: () => string;
  row: (cells: readonly WrittenCell[]) => string;
  end: () => string;
}

/** The text of a cell, alike in every format. */
export const textOf = (cell: WrittenCell): string =>
  typeof cell === 'string' ? cell : cell === null ? '' : JSON.stringify(cell);

const NUMBER = /^\s*([-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?|[-+]?nan|[-+]?inf(inity)?)\s*$/i;

/** The text of a cell in a column of numbers; empty for a mark that means "missing", which a reader of numbers does not know. */
export function numberText(cell: WrittenCell): string {
  const text = textOf(cell);
  return NUMBER.test(text) ? text.trim() : '';
}
