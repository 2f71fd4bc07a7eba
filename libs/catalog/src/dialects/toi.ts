import { archiveFields } from './archive-fields';
import type { TableForm } from './table-form';

/**
 * TESS Objects of Interest, the archive's `toi` table.
 * Columns: https://exoplanetarchive.ipac.caltech.edu/docs/API_TOI_columns.html
 */
export const toiTable: TableForm = {
  kind: 'toi',
  dialect: 'archive',
  title: 'TESS Objects of Interest (archive table toi)',
  marks: 'toi, tid and pl_… columns',
  source: 'TESS',
  recognises: (columns) =>
    columns.has('toi') && (columns.has('tid') || columns.has('pl_trandurh') || columns.has('tfopwg_disp')),
  id: [{ columns: ['toi'] }],
  star: [{ columns: ['tid'] }],
  epochs: [{ column: 'pl_tranmid', unit: 'BJD' }],
  fields: archiveFields('toi'),
  zeroIsMissing: true,
  kept: /^(toi(pfx|_created|_transit_.*)?|ctoi_alias|tid|pl_.+|st_.+|sy_.+|rowid|ra|dec|rastr|decstr|rowupdate|release_date)$/,
};
