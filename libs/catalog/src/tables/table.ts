import type { CandidateRow, Source } from '@exoplanet/contracts';

/**
 * The supported tables: the NASA Exoplanet Archive's KOI tables (`cumulative` and the deliveries), its TOI table (`toi`),
 * ExoFOP-TESS's TOI download, the archive's K2 Planets and Candidates (`k2pandc`), and a plain table with our own field names.
 */
export const TABLE_KINDS = ['koi', 'toi', 'exofop', 'k2', 'plain'] as const;
export type TableKind = (typeof TABLE_KINDS)[number];

/** A value of the table that was left out of the candidate. */
export interface RowNote {
  field: string;
  column: string;
  /**
   * `limit`: the table marks the number as an upper or lower bound, not a measurement.
   * `placeholder`: the number is 0, which the archive writes where nothing was fitted, and the quantity must be positive.
   */
  why: 'limit' | 'placeholder';
}

/** One row as a candidate. A cell that is not a number stays text, so the validation of requests reports it. */
export interface ConvertedRow {
  candidate: CandidateRow;
  notes: RowNote[];
}

/** Converts the cells of one row, in the order of the header; undefined for a row that is skipped. */
export type RowConverter = (cells: readonly string[]) => ConvertedRow | undefined;

export interface TableOptions {
  /** The mission of every row of a plain table without a `source` column. */
  source?: Source;
  /** K2 only: read the rows of all publications, not only the archive's default row of each object. @default false */
  allSolutions?: boolean;
}

/** One kind of table: how to recognise its header and convert its rows. */
export interface Table {
  kind: TableKind;
  title: string;
  /** The columns that identify it, for the message when no table is recognised. */
  marks: string;
  recognises: (columns: ReadonlySet<string>) => boolean;
  /** The canonical name of a column in the header, for example in lower case. */
  canonical: (column: string) => string;
  /** @param columns canonical names, in order */
  converter: (columns: readonly string[], options: TableOptions) => RowConverter;
  /** Whether a column becomes part of a candidate; all others appear only in `original`. */
  uses: (column: string) => boolean;
}
