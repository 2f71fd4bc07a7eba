import { archiveFields } from './archive-fields';
import { textIn } from './cell';
import { measuredTable } from './measured-table';

/** BJD of BKJD 0, the zero of `koi_time0bk` [d]. */
const BKJD_ZERO = 2454833;

/**
 * Kepler Objects of Interest: the archive's `cumulative` table and the tables of single deliveries, which have the same columns.
 * Columns: https://exoplanetarchive.ipac.caltech.edu/docs/API_kepcandidate_columns.html
 */
export const koiTable = measuredTable({
  kind: 'koi',
  title: 'Kepler Objects of Interest (archive tables cumulative, q1_q17_dr25_koi, …)',
  marks: 'kepoi_name and koi_… columns',
  source: 'KEPLER',
  recognises: (columns) =>
    (columns.has('kepoi_name') || columns.has('kepid')) && [...columns].some((name) => name.startsWith('koi_')),
  names: ['kepoi_name', 'kepid'],
  id: (cell) => textIn(cell('kepoi_name')),
  star: (cell) => textIn(cell('kepid')),
  epoch: { column: 'koi_time0bk', offset: BKJD_ZERO },
  position: true,
  fields: archiveFields('koi'),
});
