import { archiveFields } from './archive-fields';
import { textIn } from './cell';
import { measuredTable } from './measured-table';

/**
 * TESS Objects of Interest, the archive's `toi` table.
 * Columns: https://exoplanetarchive.ipac.caltech.edu/docs/API_TOI_columns.html
 */
export const toiTable = measuredTable({
  kind: 'toi',
  title: 'TESS Objects of Interest (archive table toi)',
  marks: 'toi, tid and pl_… columns',
  source: 'TESS',
  recognises: (columns) =>
    columns.has('toi') && (columns.has('tid') || columns.has('pl_trandurh') || columns.has('tfopwg_disp')),
  names: ['toi', 'tid'],
  id: (cell) => textIn(cell('toi')),
  star: (cell) => textIn(cell('tid')),
  epoch: { column: 'pl_tranmid', offset: 0 },
  position: true,
  fields: archiveFields('toi'),
});
