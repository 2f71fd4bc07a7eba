import { archiveColumn } from './archive-column';
import { textIn } from './cell';
import { measuredTable } from './measured-table';

const column = (value: string) => [archiveColumn(value)];

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
  fields: {
    period: column('pl_orbper'),
    duration: column('pl_trandurh'),
    depth: column('pl_trandep'),
    radius: column('pl_rade'),
    teq: column('pl_eqt'),
    insol: column('pl_insol'),
    star_teff: column('st_teff'),
    star_logg: column('st_logg'),
    star_radius: column('st_rad'),
    star_mag: column('st_tmag'),
    star_distance: column('st_dist'),
    star_pmra: column('st_pmra'),
    star_pmdec: column('st_pmdec'),
  },
});
