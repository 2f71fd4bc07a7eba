import { archiveFields } from './archive-fields';
import type { MissionRule, TableForm } from './table-form';

const FACILITY: MissionRule = {
  column: 'disc_facility',
  missions: [
    [/^Kepler$/i, 'KEPLER'],
    [/^K2$/i, 'K2'],
    [/TESS|Transiting Exoplanet Survey Satellite/i, 'TESS'],
  ],
};

/** The EPIC number in the first name that contains one; stars without a proper name are named by it. */
const EPIC = /EPIC\s*(\d+)/i;
const KEPT =
  /^((pl|st|sy|disc|default|tran|rv|ast|obm|micro|ptv|etv|ima|dkin|pul|cb|ttv|k2)_.+|pl_name|hostname|hd_name|hip_name|tic_id|gaia_.*id|epic_.+|discoverymethod|soltype|ra|dec|rastr|decstr|glat|glon|elat|elon|x|y|z|htm20|rowid|rowupdate|releasedate)$/;

/**
 * K2 Planets and Candidates, the archive's `k2pandc` table. An object has one row per publication; the archive marks one of them as the default.
 * Columns: https://exoplanetarchive.ipac.caltech.edu/docs/API_k2pandc_columns.html
 */
export const k2Table: TableForm = {
  kind: 'k2',
  dialect: 'k2pandc',
  title: 'K2 Planets and Candidates (archive table k2pandc)',
  marks: 'pl_name, hostname and disposition',
  source: 'K2',
  // The archive's tables of confirmed planets (ps, pscomppars) share most columns, but have no disposition.
  recognises: (columns) =>
    columns.has('pl_name') &&
    ['disposition', 'epic_hostname', 'epic_candname', 'k2_name'].some((name) => columns.has(name)),
  id: [{ columns: ['pl_name'] }],
  star: [
    { columns: ['epic_hostname', 'hostname', 'pl_name', 'epic_candname'], pattern: EPIC },
    { columns: ['hostname'] },
  ],
  epochs: [{ column: 'pl_tranmid', unit: 'BJD' }],
  fields: archiveFields('k2'),
  zeroIsMissing: true,
  defaultFlag: 'default_flag',
  kept: KEPT,
};

const { star_mag: _, ...shared } = archiveFields('k2');
const magnitude = (column: string) => ({ value: column, high: `${column}err1`, low: `${column}err2` });

/**
 * Confirmed planets, the archive's `ps` table. All rows are planets, so it serves to check a model, not as a work list.
 * Columns: https://exoplanetarchive.ipac.caltech.edu/docs/API_PS_columns.html
 */
export const psTable: TableForm = {
  ...k2Table,
  kind: 'confirmed',
  dialect: 'ps',
  title: 'Confirmed planets (archive table ps)',
  marks: 'pl_name, hostname and disc_facility',
  recognises: (columns) => columns.has('pl_name') && columns.has('hostname') && columns.has('default_flag'),
  source: FACILITY,
  star: [{ columns: ['tic_id'], pattern: /^TIC\s*(\d+)$/i }, { columns: ['hostname'] }],
  // The magnitude in the Kepler band is given for the stars of Kepler and K2 only.
  fields: { ...shared, star_mag: [magnitude('sy_kepmag'), magnitude('sy_tmag')] },
};

/** The same planets with one row each, composed from all publications. */
export const psCompParsTable: TableForm = {
  ...psTable,
  dialect: 'pscomppars',
  title: 'Confirmed planets, composite parameters (archive table pscomppars)',
  recognises: (columns) => columns.has('pl_name') && columns.has('hostname') && columns.has('disc_facility'),
};
