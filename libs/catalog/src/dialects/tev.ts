import type { MeasuredColumn, TableForm } from './table-form';

/** `Orbital Period (days) Value` of 2026 and `Orbital Period Value` of 2020 become `orbital period value`. */
const canonical = (column: string): string =>
  column
    .trim()
    .toLowerCase()
    .replace(/\s+\([^)]*\)/g, '')
    .replace(/\b(uncertainty|unc)\b/, 'error')
    .replace(/\s+/g, ' ');

const column = (name: string): MeasuredColumn[] => [{ value: `${name} value`, both: `${name} error` }];

/** TESS Objects of Interest as the TESS project at MIT publishes them (TEV, the TESS Exoplanet Vetter), 2020. */
export const tev2020: TableForm = {
  kind: 'toi',
  dialect: 'tev-2020',
  title: 'TESS Objects of Interest (TEV, MIT)',
  marks: '"TIC", "Full TOI ID" and "Orbital Period Value"',
  recognises: (columns) => columns.has('tic') && columns.has('full toi id') && columns.has('orbital period value'),
  canonical,
  source: 'TESS',
  id: [{ columns: ['full toi id'] }],
  star: [{ columns: ['tic'] }],
  position: { ra: 'tic right ascension', dec: 'tic declination' },
  epochs: [{ column: 'orbital epoch value', unit: 'BTJD' }],
  fields: {
    period: column('orbital period'),
    duration: column('transit duration'),
    // Its uncertainty is not read: it is in ppm in some rows and relative in others.
    depth: [{ value: 'transit depth value' }],
    radius: column('planet radius'),
    teq: column('planet equilibrium temperature'),
    insol: column('effective stellar flux'),
    star_teff: column('effective temperature'),
    star_logg: column('surface gravity'),
    star_radius: column('star radius'),
    star_mag: column('tmag'),
  },
  zeroIsMissing: true,
  kept: /^(pk|tic|.*pipeline|full toi id|tic (right ascension|declination)|.* (value|error)|sectors|signal id|signal-to-noise|centroid offset|alerted|updated|edited|group.*|edge .*)$/,
};

export const tev2026: TableForm = {
  ...tev2020,
  dialect: 'tev-2026',
  marks: '"pk", "TIC", "Full TOI ID" and "Orbital Period (days) Value"',
  recognises: (columns, written) => tev2020.recognises(columns, written) && columns.has('pk'),
};
