import { textIn } from './cell';
import { type MeasuredColumn, measuredTable } from './measured-table';

const column = (value: string): MeasuredColumn[] => [{ value, high: `${value}_err1`, low: `${value}_err2` }];

/** BJD of BKJD 0, the zero of `koi_time0bk` [d]. */
const BKJD_ZERO = 2454833;

/**
 * Kepler Objects of Interest: the archive's `cumulative` table and the single deliveries, which share their columns.
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
  fields: {
    period: column('koi_period'),
    duration: column('koi_duration'),
    depth: column('koi_depth'),
    radius: column('koi_prad'),
    impact: column('koi_impact'),
    snr: [{ value: 'koi_model_snr' }],
    teq: column('koi_teq'),
    insol: column('koi_insol'),
    star_teff: column('koi_steff'),
    star_logg: column('koi_slogg'),
    star_radius: column('koi_srad'),
    star_mag: column('koi_kepmag'),
  },
});
