import type { Source } from '@exoplanet/contracts';

/**
 * What a table lists: Kepler Objects of Interest, TESS Objects of Interest, community TOIs, K2 planets and candidates, confirmed planets,
 * threshold-crossing events, candidates in our own field names, or columns that only a mapping knows.
 */
export type TableKind = 'koi' | 'toi' | 'ctoi' | 'k2' | 'confirmed' | 'tce' | 'plain' | 'mapped' | 'unknown';

/** The columns that hold one measured field. Names are canonical, see `TableForm.canonical`. */
export interface MeasuredColumn {
  value: string;
  /** Upper uncertainty; its sign does not matter (archive tables write err1 positive and err2 negative). */
  high?: string;
  low?: string;
  /** One uncertainty in both directions. */
  both?: string;
  /** Flag that is 0 or empty for a measurement, 1 for an upper limit and -1 for a lower limit. */
  limit?: string;
  /** Unit of the column. @default the field's own unit */
  unit?: string;
}

/** Columns with a name, in order of preference, and the part of a cell that is the name. */
export interface NameRule {
  columns: readonly string[];
  /** The first group of the pattern is the name; a cell that does not match has no name. */
  pattern?: RegExp;
  /** The columns together are the name, joined by a hyphen. */
  joined?: true;
}

/** The mission of every row, or the column that says it. */
export type MissionRule = Source | { column: string; missions: readonly (readonly [RegExp, Source])[] };

/** One kind of table, as data: how its header is recognised and what its columns hold. */
export interface TableForm {
  kind: TableKind;
  /** Where the table comes from and in which of its forms, for example `exofop-page-2019`. */
  dialect: string;
  title: string;
  /** The columns that identify it, for the message when no table is recognised. */
  marks: string;
  /** @param columns canonical names @param written the names of the header in lower case */
  recognises: (columns: ReadonlySet<string>, written: ReadonlySet<string>) => boolean;
  /** The canonical name of a column in the header. @default lower case without blanks around it */
  canonical?: (column: string) => string;
  source: MissionRule;
  id: readonly NameRule[];
  star: readonly NameRule[];
  /** Columns of the position, in degrees or sexagesimal. @default ra, dec */
  position?: { ra: string; dec: string };
  /** In order of preference. */
  epochs: readonly { column: string; unit: string }[];
  /** By field. If a field has several columns, the first one with a measurement counts. */
  fields: Readonly<Record<string, readonly MeasuredColumn[]>>;
  /** Column of each diagnostic that has another name than ours. */
  diagnostics?: Readonly<Record<string, string>>;
  /** A number that means "not given", in every column that is used. */
  missing?: number;
  /** A 0 where the quantity must be positive means that nothing was fitted. */
  zeroIsMissing?: boolean;
  /** A value that stands for a star without a measurement if its error is 0 or not given. */
  placeholders?: Readonly<Record<string, number>>;
  /** Flag that is 1 in the one row of each object that is read by default. */
  defaultFlag?: string;
  /** Columns that are passed through. All others that are not used are unknown. */
  kept: RegExp;
}
