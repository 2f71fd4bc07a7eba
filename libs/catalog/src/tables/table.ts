import type { CandidateRow, Source } from '@exoplanet/contracts';

/**
 * The tables that are read: the NASA Exoplanet Archive's KOI tables (`cumulative` and the deliveries), its TOI table (`toi`),
 * ExoFOP-TESS's TOI download, the archive's K2 Planets and Candidates (`k2pandc`), and a plain table with our own field names.
 */
export const TABLE_KINDS = ['koi', 'toi', 'exofop', 'k2', 'plain'] as const;
export type TableKind = (typeof TABLE_KINDS)[number];

/** A value that the table has and that was left out of the candidate. */
export interface RowNote {
  field: string;
  column: string;
  /**
   * `limit`: the table marks the number as an upper or lower bound, not a measurement.
   * `placeholder`: the number is the 0 that the archive writes where nothing was fitted, and no measurement can be.
   */
  why: 'limit' | 'placeholder';
}

/** One row as a candidate. What is not a number stays text, so that the validation every request passes names it. */
export interface ConvertedRow {
  candidate: CandidateRow;
  notes: RowNote[];
}

/** Reads the cells of one row, in the order of the header; undefined for a row that is not to be used. */
export type RowConverter = (cells: readonly string[]) => ConvertedRow | undefined;

export interface TableOptions {
  /** The mission of every row of a plain table that does not name its own. */
  source?: Source;
  /** K2 only: every publication's row of an object, not the archive's default one alone. @default false */
  allSolutions?: boolean;
}

/** One kind of table: how its header is recognised and how its rows are read. */
export interface Table {
  kind: TableKind;
  title: string;
  /** Columns that tell it from the others, for the message when no table is recognised. */
  marks: string;
  recognises(columns: ReadonlySet<string>): boolean;
  /** Name by which a header's column is known: archive columns are lower case. */
  canonical(column: string): string;
  /** @param columns canonical names, in order */
  converter(columns: readonly string[], options: TableOptions): RowConverter;
  /** Whether a column becomes part of a candidate; every other one is kept in `original` alone. */
  uses(column: string): boolean;
}
