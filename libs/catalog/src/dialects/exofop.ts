import type { MeasuredColumn, TableForm } from './table-form';

/**
 * ExoFOP's names without their units, and with one word for an uncertainty: `Period (days) err`, `Period error` and `PM RA err (mas/yr)`
 * become `period err` and `pm ra err`. Only depths are given in several units side by side.
 */
function canonical(column: string): string {
  return column
    .trim()
    .toLowerCase()
    .replace(/\((ppm|mmag|mag)\)/, '$1')
    .replace(/\s+\([^)]*\)/g, '')
    .replace(/\b(error|unc|uncertainty)\b/, 'err')
    .replace(/\s+/g, ' ');
}

/** ExoFOP has one symmetric uncertainty. */
const column = (...values: string[]): MeasuredColumn[] => values.map((value) => ({ value, both: `${value} err` }));

const KEPT =
  /^(tic id|toi|ctoi|previous ctoi|planet name|pipeline signal id|source.*|detection|ra|dec|sectors?|date .*|.* date|last mod|tess mag.*|predicted .*|pm .*|depth .*|planet .*|stellar .*|.* err|radius|mass|inclination|a\/r_star|r_planet\/r_star|rho_star|user|group|tag|insolation|equilibrium temp|transit epoch|epoch|period|duration|impact parameter b?|num .*|disposition date.*)$/;

/** What the pages and downloads of ExoFOP-TESS share. */
const exofop: Omit<TableForm, 'kind' | 'dialect' | 'title' | 'marks' | 'recognises' | 'id'> = {
  source: 'TESS',
  canonical,
  star: [{ columns: ['tic id'] }],
  epochs: ['epoch', 'transit epoch', 'midpoint'].map((name) => ({ column: name, unit: 'BJD' })),
  // `Planet SNR` is not read: the archive's TOI table, on which the models are trained, has no such column.
  fields: {
    period: column('period'),
    duration: column('duration'),
    depth: column('depth ppm'),
    radius: column('planet radius', 'radius'),
    impact: column('impact parameter b', 'impact parameter'),
    teq: column('planet equil temp', 'planet eq temp', 'equilibrium temp', 'planet equilibrium temp'),
    insol: column('planet insolation', 'insolation'),
    star_teff: column('stellar eff temp', 'stellar teff'),
    star_logg: column('stellar log(g)'),
    star_radius: column('stellar radius'),
    star_mag: column('tess mag'),
    star_distance: column('stellar distance'),
    star_pmra: column('pm ra'),
    star_pmdec: column('pm dec'),
  },
  zeroIsMissing: true,
  kept: KEPT,
};

const isToi = (columns: ReadonlySet<string>) => columns.has('tic id') && columns.has('toi');

/** `download_toi.php`, as CSV, separated by `|` or padded with blanks. */
export const exofopDownload: TableForm = {
  ...exofop,
  kind: 'toi',
  dialect: 'exofop-download',
  title: 'TESS Objects of Interest (ExoFOP-TESS download)',
  marks: '"TIC ID" and "TOI"',
  recognises: isToi,
  id: [{ columns: ['toi'] }],
};

/** The table of the TOI page of 2025, exported: no uncertainties, `Transit Epoch (BJD)`, `Planet Eq Temp (K)`. */
export const exofopPage2025: TableForm = {
  ...exofopDownload,
  dialect: 'exofop-page-2025',
  title: 'TESS Objects of Interest (page of ExoFOP-TESS, 2025)',
  marks: '"TIC ID", "TOI" and "Transit Epoch (BJD)"',
  recognises: (columns) => isToi(columns) && (columns.has('transit epoch') || columns.has('stellar teff')),
};

/** The table of the TOI page of 2019, exported: `Epoch error`, `Period error`. */
export const exofopPage2019: TableForm = {
  ...exofopDownload,
  dialect: 'exofop-page-2019',
  title: 'TESS Objects of Interest (page of ExoFOP-TESS, 2019)',
  marks: '"TIC ID", "TOI" and "Period error"',
  recognises: (columns, written) => isToi(columns) && written.has('period error'),
};

const isCtoi = (columns: ReadonlySet<string>) => columns.has('tic id') && columns.has('ctoi') && !columns.has('toi');

/** Community TOIs, exported from their page: `Period error`, `Depth (ppm) error`. */
export const ctoiPage: TableForm = {
  ...exofop,
  kind: 'ctoi',
  dialect: 'exofop-ctoi-page',
  title: 'Community TESS Objects of Interest (page of ExoFOP-TESS)',
  marks: '"TIC ID" and "CTOI"',
  recognises: isCtoi,
  id: [{ columns: ['ctoi'] }],
};

/** `download_ctoi.php`: `Depth ppm`, `Duration (hrs)`, `Radius (R_Earth)`. */
export const ctoiDownload: TableForm = {
  ...ctoiPage,
  dialect: 'exofop-ctoi-download',
  title: 'Community TESS Objects of Interest (ExoFOP-TESS download)',
  recognises: (columns) => isCtoi(columns) && (columns.has('user disposition') || columns.has('equilibrium temp')),
};
