import type { FitsHeader } from './fits-header';
import { plainName } from './plain-name';
import type { Words } from './words';

/** A table of photometry as its format's reader found it, rows in the file's order. Columns are read when they are asked for. */
export interface PhotometryTable {
  readonly file: string;
  readonly columnNames: readonly string[];
  /** What is written beside the table: FITS cards, the `meta` of ECSV, `# KEY = value` comments. Keywords are in capitals. */
  readonly header: FitsHeader;
  /** What a comment in running text says of the times: `time is BJD - 2450000`. */
  readonly timeNote?: string | undefined;
  /** One number a row, missing values NaN; undefined where the column holds anything else. */
  numbers(name: string): Float64Array | undefined;
  /** A time: numbers, the sum of a two-element cell, or ISO dates as Julian dates. */
  time(name: string): { values: Float64Array; iso: boolean } | undefined;
  /** The words of a column of text; undefined where it holds numbers, or so many different words that it is free text. */
  words(name: string): Words | undefined;
  /** The unit as the file writes it. */
  unit(name: string): string | undefined;
  /** The text of a FITS keyword of one column, by its stem: `TRPOS`. */
  keyword(name: string, stem: string): string | undefined;
}

/** The file's name of a column, by its plain name. */
export function columnNamed({ columnNames }: Pick<PhotometryTable, 'columnNames'>, plain: string): string | undefined {
  return columnNames.find((name) => plainName(name) === plain);
}

/** Whether the table has every one of the columns, by their plain names. */
export function hasColumns(table: Pick<PhotometryTable, 'columnNames'>, ...plain: string[]): boolean {
  return plain.every((name) => columnNamed(table, name) !== undefined);
}
