import type { QualityMasks } from '../../types';
import { columnNamed, type PhotometryTable } from '../photometry-table';

/** A flux column that a product has. */
export interface FluxColumn {
  /** Plain name. */
  name: string;
  /** Whether systematics have been removed. */
  corrected: boolean;
  /** Plain name of its error; otherwise found by its own name. */
  error?: string;
  /** Where the file gives no unit. */
  unit?: string;
}

/** Flags of every row, and which of them drop a cadence where the mission's own masks do not apply. */
export interface Quality {
  flags: Float64Array;
  masks?: QualityMasks;
}

/** The columns that one pipeline writes. One source file per product. */
export interface Product {
  /** As users know it. */
  name: string;
  /** Whether a table is this product's, by its columns and header. */
  wrote(table: PhotometryTable): boolean;
  /** Best first. */
  flux: readonly FluxColumn[];
  /** Flags for the flux column, given by its plain name. */
  quality?(table: PhotometryTable, flux: string): Quality | undefined;
  /** Makes a flux that no column holds as such; undefined where the named one does. */
  compute?(table: PhotometryTable, flux: string): { flux: Float64Array; fluxErr?: Float64Array } | undefined;
  /** Plain names of the centroids [pixels]. */
  centroids?: readonly [column: string, row: string];
}

export const corrected = (name: string, extra: Partial<FluxColumn> = {}): FluxColumn => ({
  name,
  corrected: true,
  ...extra,
});
export const raw = (name: string, extra: Partial<FluxColumn> = {}): FluxColumn => ({
  name,
  corrected: false,
  ...extra,
});

/** The numbers of a column by its plain name. */
export function numbersOf(table: PhotometryTable, plain: string): Float64Array | undefined {
  const name = columnNamed(table, plain);
  return name === undefined ? undefined : table.numbers(name);
}

/** Flags to which the mission's masks apply, from the first of the columns that is there. */
export function missionFlags(table: PhotometryTable, ...columns: string[]): Quality | undefined {
  for (const name of columns) {
    const flags = numbersOf(table, name);
    if (flags) return { flags };
  }
  return undefined;
}

const BAD = { default: 1, hard: 1, hardest: 1 };

/** Letters as flags, where G is good, from the first of the columns that is there. */
export function letterGrades(table: PhotometryTable, columns: readonly string[]): Quality | undefined {
  for (const plain of columns) {
    const name = columnNamed(table, plain);
    const flags = name === undefined ? undefined : table.letters(name, 'G');
    if (flags) return { flags, masks: BAD };
  }
  return undefined;
}
