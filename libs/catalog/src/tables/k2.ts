import { archiveFields } from './archive-fields';
import { textIn } from './cell';
import { measuredTable } from './measured-table';

/**
 * K2 Planets and Candidates, the archive's `k2pandc` table. An object has one row per publication; the archive marks one of them as the default.
 * Columns: https://exoplanetarchive.ipac.caltech.edu/docs/API_k2pandc_columns.html
 */
export const k2Table = measuredTable({
  kind: 'k2',
  title: 'K2 Planets and Candidates (archive table k2pandc)',
  marks: 'pl_name, hostname and disposition',
  source: 'K2',
  // The archive's tables of confirmed planets (ps, pscomppars) share most columns, but have no disposition.
  recognises: (columns) =>
    columns.has('pl_name') &&
    ['disposition', 'epic_hostname', 'epic_candname', 'k2_name'].some((name) => columns.has(name)),
  names: ['pl_name', 'hostname', 'epic_hostname', 'epic_candname', 'default_flag'],
  id: (cell) => textIn(cell('pl_name')),
  star: (cell) =>
    epicNumber(cell('epic_hostname'), cell('hostname'), cell('pl_name'), cell('epic_candname')) ??
    textIn(cell('hostname')),
  epoch: { column: 'pl_tranmid', offset: 0 },
  position: true,
  fields: archiveFields('k2'),
  selects: (cell, { allSolutions }) => allSolutions === true || (cell('default_flag')?.trim() ?? '1') === '1',
});

/** The EPIC number in the first name that contains one; stars without a proper name are named by it. */
function epicNumber(...names: (string | undefined)[]): string | undefined {
  for (const name of names) {
    const number = /EPIC\s*(\d+)/i.exec(name ?? '')?.[1];
    if (number) return number;
  }
  return undefined;
}
