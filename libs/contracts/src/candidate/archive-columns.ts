import columns from './archive-columns.json';
import type { Source } from './fields';

/** A column of an archive table that holds a measured field. */
export interface ArchiveColumn {
  column: string;
  /** Factor from the column's unit to the unit of the field. @default 1 */
  scale?: number;
}

/** Where a table of the NASA Exoplanet Archive keeps the measured fields. The training pipeline reads the same file. */
export interface ArchiveTable {
  source: Source;
  /** Suffixes of the columns with the upper and the lower uncertainty. */
  error_suffixes: { high: string; low: string };
  /** Suffix of the flag that is 0, or empty, for a measurement and another number for an upper or lower limit. */
  limit_suffix?: string;
  /** By field. If a field has several columns, the first one with a measurement counts. */
  fields: Readonly<Partial<Record<string, readonly ArchiveColumn[]>>>;
}

export const ARCHIVE_TABLES: Readonly<Record<'koi' | 'toi' | 'k2', ArchiveTable>> = {
  koi: { ...columns.koi, source: 'KEPLER' },
  toi: { ...columns.toi, source: 'TESS' },
  k2: { ...columns.k2, source: 'K2' },
};
