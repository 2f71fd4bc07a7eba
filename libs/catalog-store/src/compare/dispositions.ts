import type { CatalogTable } from '@exoplanet/contracts';
import { textColumn } from '../parts/row-parts';

/** Columns that hold the disposition of an archive, the most reliable one first, by their names in lower case. */
const COLUMNS = [
  'koi_disposition',
  'tfopwg_disp',
  'tfopwg disposition',
  'disposition',
  'user disposition',
  'koi_pdisposition',
  'av_training_set',
];

/** What a disposition says, by its text in upper case. Candidates are undecided and are left out. */
const PLANETS = ['CONFIRMED', 'CP', 'KP', 'PC_CONFIRMED', 'VALIDATED'];
const FALSE_POSITIVES = ['FALSE POSITIVE', 'FP', 'FA', 'AFP', 'NTP', 'REFUTED', 'EB'];

/** The column of a table with dispositions. They are read for a comparison and are never inputs. */
export function dispositionColumn(table: CatalogTable): { name: string; label: string } | undefined {
  for (const known of COLUMNS) {
    const index = table.columns.findIndex(({ name }) => name.trim().toLowerCase() === known);
    if (index >= 0) return { name: table.columns[index].name, label: labelOf(`r.${textColumn(index)}`) };
  }
  return undefined;
}

const list = (words: readonly string[]): string => words.map((word) => `'${word}'`).join(', ');

/** 1 for a planet, 0 for a false positive, null otherwise, as SQL. */
const labelOf = (column: string): string =>
  `CASE WHEN upper(trim(${column})) IN (${list(PLANETS)}) THEN 1 WHEN upper(trim(${column})) IN (${list(FALSE_POSITIVES)}) THEN 0 END`;
