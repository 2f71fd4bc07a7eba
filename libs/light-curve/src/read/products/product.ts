import type { QualityMasks } from '../../types';
import { columnNamed, type PhotometryTable } from '../photometry-table';
import type { Words } from '../words';

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

/** Names of quality columns in tables of no known product. */
export const QUALITY_COLUMNS = ['sap_quality', 'quality', 'quality_flag', 'quality_flags', 'qual', 'dquality'];

const BAD = { default: 1, hard: 1, hardest: 1 };
const GOOD_WORD = /^(g|good|ok|okay|valid|pass|passed|clean|0+)$/i;

/** Flags to which the mission's masks apply, or words such as good and bad, from the first of the columns that is there. */
export function missionFlags(table: PhotometryTable, ...columns: string[]): Quality | undefined {
  for (const plain of columns) {
    const name = columnNamed(table, plain);
    if (name === undefined) continue;
    const words = table.words(name);
    const flags = words ? undefined : table.numbers(name);
    const quality = words ? qualityOfWords(words) : flags && { flags };
    if (quality) return quality;
  }
  return undefined;
}

/** Numbers written as text are flags of the mission. Of words, one has to be known as good: the others are then bad. */
function qualityOfWords({ list, index }: Words): Quality | undefined {
  const flagged = (flagOf: (word: string) => number) => {
    const flags = list.map(flagOf);
    return index.map((word) => flags[word] ?? 0);
  };
  if (list.every((word) => /^(\d+|0x[\da-f]+)$/i.test(word))) return { flags: flagged(Number) };
  if (!list.some((word) => GOOD_WORD.test(word))) return undefined;
  return { flags: flagged((word) => (GOOD_WORD.test(word) ? 0 : 1)), masks: BAD };
}

/** Letters as flags, where G is good, from the column that is there. */
export function letterGrades(table: PhotometryTable, plain: string): Quality | undefined {
  const name = columnNamed(table, plain);
  const letters = name === undefined ? undefined : table.words(name);
  if (!letters) return undefined;
  const isGood = letters.list.map((letter) => letter === 'G' || letter === '0');
  return { flags: letters.index.map((letter) => (Number.isNaN(letter) || isGood[letter] ? 0 : 1)), masks: BAD };
}
