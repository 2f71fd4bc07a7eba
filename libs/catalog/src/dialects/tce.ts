import type { MeasuredColumn, TableForm } from './table-form';

const column = (value: string): MeasuredColumn[] => [{ value, both: `${value}_err` }];

const FIELDS: TableForm['fields'] = {
  period: column('tce_period'),
  duration: column('tce_duration'),
  depth: column('tce_depth'),
  radius: column('tce_prad'),
  impact: column('tce_impact'),
  snr: [{ value: 'tce_model_snr' }],
  teq: column('tce_eqt'),
  insol: column('tce_insol'),
  star_teff: column('tce_steff'),
  star_logg: column('tce_slogg'),
  star_radius: column('tce_sradius'),
};

/** What tables of threshold-crossing events share. −1 means "not given", and 5780 K ± 0 stands for a star without a temperature. */
const tce: Pick<TableForm, 'kind' | 'missing' | 'zeroIsMissing' | 'placeholders'> = {
  kind: 'tce',
  missing: -1,
  zeroIsMissing: true,
  placeholders: { star_teff: 5780 },
};

/**
 * Statistics of the TESS data validation, one file per sector or range of sectors (`…_dvr-tcestats.csv`).
 * Columns: https://archive.stsci.edu/missions-and-data/tess/data-products
 */
export const mastTceTable: TableForm = {
  ...tce,
  dialect: 'mast-tce',
  title: 'TESS threshold-crossing events (data validation statistics, MAST)',
  marks: 'ticid, tce_plnt_num and tce_period',
  recognises: (columns) => columns.has('ticid') && columns.has('tce_period'),
  source: 'TESS',
  id: [{ columns: ['tceid'] }, { columns: ['ticid', 'tce_plnt_num'], joined: true }],
  star: [{ columns: ['ticid'] }],
  epochs: [
    { column: 'tce_time0', unit: 'BJD' },
    { column: 'tce_time0bt', unit: 'BTJD' },
  ],
  fields: FIELDS,
  diagnostics: {
    koi_num_transits: 'tce_num_transits',
    koi_max_mult_ev: 'tce_max_mult_ev',
    koi_dor: 'tce_dor',
    koi_incl: 'tce_incl',
    koi_dicco_mra: 'tce_dicco_mra',
    koi_dicco_mdec: 'tce_dicco_mdec',
    koi_dicco_msky: 'tce_dicco_msky',
    koi_dikco_msky: 'tce_ditco_msky',
  },
  kept: /^(tceid|ticid|sectors|lastupdate|tcet?_.+|wst_.+|boot.+)$/,
};

/** The older form of these files, with other names. */
export const mastTceOlderTable: TableForm = {
  ...tce,
  dialect: 'mast-tce-older',
  title: 'TESS threshold-crossing events (data validation statistics, MAST, older)',
  marks: 'ticid, orbitalPeriodDays and transitEpochBtjd',
  recognises: (columns) => columns.has('ticid') && columns.has('orbitalperioddays'),
  source: 'TESS',
  id: [{ columns: ['tceid'] }, { columns: ['ticid', 'planetnumber'], joined: true }],
  star: [{ columns: ['ticid'] }],
  epochs: [{ column: 'transitepochbtjd', unit: 'BTJD' }],
  fields: {
    period: column('orbitalperioddays'),
    duration: column('transitdurationhours'),
    depth: column('transitdepthppm'),
    radius: column('planetradiusearthradii'),
    impact: column('minimpactparameter'),
    snr: [{ value: 'modelfitsnr' }],
    teq: column('equilibriumtempkelvin'),
    insol: column('effectivestellarflux'),
    star_teff: column('stareffectivetempkelvin'),
    star_logg: column('starlogg'),
    star_radius: column('starradiussolarradii'),
  },
  kept: /^(tceid|ticid|planetnumber|sectors|lastupdate|[a-z0-9]+(_err)?)$/,
};

/**
 * Threshold-crossing events of Kepler, the archive's `q1_q17_dr25_tce` and its forerunners. Their diagnostics are those of the KOI table.
 * Columns: https://exoplanetarchive.ipac.caltech.edu/docs/API_tce_columns.html
 */
export const dr25TceTable: TableForm = {
  ...tce,
  dialect: 'dr25-tce',
  title: 'Kepler threshold-crossing events (archive tables q1_q17_dr25_tce, …)',
  marks: 'kepid, tce_plnt_num and tce_period',
  recognises: (columns) => columns.has('kepid') && columns.has('tce_period'),
  source: 'KEPLER',
  id: [{ columns: ['kepid', 'tce_plnt_num'], joined: true }],
  star: [{ columns: ['kepid'] }],
  epochs: [
    { column: 'tce_time0bk', unit: 'BKJD' },
    { column: 'tce_time0', unit: 'BJD' },
  ],
  fields: FIELDS,
  diagnostics: {
    koi_num_transits: 'tce_num_transits',
    koi_max_mult_ev: 'tce_max_mult_ev',
    koi_dor: 'tce_dor',
    koi_incl: 'tce_incl',
    koi_smet: 'tce_smet',
  },
  kept: /^(rowid|kepid|ra|dec|tcet?_.+|wst_.+|boot.+|ra_str|dec_str)$/,
};

/** Data release 24, with the labels of the Autovetter. */
export const dr24TceTable: TableForm = {
  ...dr25TceTable,
  dialect: 'dr24-tce',
  title: 'Kepler threshold-crossing events (archive table q1_q17_dr24_tce)',
  recognises: (columns, written) =>
    dr25TceTable.recognises(columns, written) && (columns.has('av_training_set') || columns.has('av_pred_class')),
};
