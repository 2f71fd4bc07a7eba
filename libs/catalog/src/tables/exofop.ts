import { textIn } from './cell';
import { type MeasuredColumn, measuredTable } from './measured-table';

/** ExoFOP has one symmetric uncertainty, in the column after the value. */
const column = (value: string): MeasuredColumn[] => [{ value, high: `${value} err`, low: `${value} err` }];

/**
 * TESS Objects of Interest as downloaded from ExoFOP-TESS (`download_toi.php`, CSV or separated by `|`).
 * Its `Planet SNR` is ignored: the archive's TOI table, on which the models are trained, has no such column.
 */
export const exofopTable = measuredTable({
  kind: 'exofop',
  title: 'TESS Objects of Interest (ExoFOP-TESS download)',
  marks: '"TIC ID" and "TOI"',
  source: 'TESS',
  recognises: (columns) => columns.has('tic id') && columns.has('toi'),
  canonical: (name) => name.trim().toLowerCase().replace(/\s+/g, ' '),
  names: ['toi', 'tic id'],
  id: (cell) => textIn(cell('toi')),
  star: (cell) => textIn(cell('tic id')),
  epoch: { column: 'epoch (bjd)', offset: 0 },
  fields: {
    period: column('period (days)'),
    duration: column('duration (hours)'),
    depth: column('depth (ppm)'),
    radius: column('planet radius (r_earth)'),
    teq: [{ value: 'planet equil temp (k)' }],
    insol: [{ value: 'planet insolation (earth flux)' }],
    star_teff: column('stellar eff temp (k)'),
    star_logg: column('stellar log(g) (cm/s^2)'),
    star_radius: column('stellar radius (r_sun)'),
    star_mag: column('tess mag'),
    star_distance: column('stellar distance (pc)'),
    star_pmra: column('pm ra (mas/yr)'),
    star_pmdec: column('pm dec (mas/yr)'),
  },
});
