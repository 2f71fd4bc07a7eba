import { archiveFields } from './archive-fields';
import { KOI_LABELS } from './koi-labels';
import type { TableForm } from './table-form';

/**
 * Kepler Objects of Interest: the archive's `cumulative` table and the tables of single deliveries, which have the same columns.
 * Columns: https://exoplanetarchive.ipac.caltech.edu/docs/API_kepcandidate_columns.html
 */
export const koiTable: TableForm = {
  kind: 'koi',
  dialect: 'archive',
  title: 'Kepler Objects of Interest (archive tables cumulative, q1_q17_dr25_koi, …)',
  marks: 'kepoi_name and koi_… columns',
  source: 'KEPLER',
  recognises: (columns) =>
    (columns.has('kepoi_name') || columns.has('kepid')) && [...columns].some((name) => name.startsWith('koi_')),
  id: [{ columns: ['kepoi_name'] }],
  star: [{ columns: ['kepid'] }],
  epochs: [
    { column: 'koi_time0bk', unit: 'BKJD' },
    { column: 'koi_time0', unit: 'BJD' },
  ],
  fields: archiveFields('koi'),
  zeroIsMissing: true,
  kept: /^(koi_|kepid$|kepoi_name$|rowid$|ra(_str)?$|dec(_str)?$)/,
};

/** The same table with the archive's labels for column names, without blanks; often the last character of each is lost. */
export const koiLabelsTable: TableForm = {
  ...koiTable,
  dialect: 'archive-labels',
  title: "Kepler Objects of Interest, with the archive's labels as column names",
  marks: 'OrbitalPeriod[days] and other labels without blanks',
  canonical: (column) => BY_LABEL.get(bare(column)) ?? column.trim().toLowerCase(),
};

const bare = (label: string): string => label.toLowerCase().replace(/[\s\]]/g, '');

const BY_LABEL: ReadonlyMap<string, string> = new Map(
  Object.entries(KOI_LABELS).flatMap(([column, label]) => [
    [bare(label).slice(0, -1), column],
    [bare(label), column],
  ]),
);
