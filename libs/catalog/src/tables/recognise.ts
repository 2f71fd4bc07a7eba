import { CatalogueError } from '../errors';
import { exofopTable } from './exofop';
import { k2Table } from './k2';
import { koiTable } from './koi';
import { plainTable } from './plain';
import type { Table } from './table';
import { toiTable } from './toi';

/** The plain table is last: a table of another kind may also have a column named `depth` or `period`. */
const TABLES: readonly Table[] = [koiTable, exofopTable, toiTable, k2Table, plainTable];

/** Maximum number of columns of an unknown header in the error message. */
const MAX_COLUMNS_IN_MESSAGE = 8;

/** The kind of table that a header belongs to. @throws CatalogueError `UNKNOWN_TABLE` with the columns found and the known tables */
export function recognise(header: readonly string[]): Table {
  const table = TABLES.find(({ recognises, canonical }) => recognises(new Set(header.map(canonical))));
  if (table) return table;
  const found =
    header.slice(0, MAX_COLUMNS_IN_MESSAGE).join(', ') +
    (header.length > MAX_COLUMNS_IN_MESSAGE ? `, … (${header.length} columns)` : '');
  const known = TABLES.map(({ title, marks }) => `${title}: ${marks}`).join('; ');
  throw new CatalogueError('UNKNOWN_TABLE', `the header has ${found}; known tables are: ${known}${hint(header)}`);
}

function hint(header: readonly string[]): string {
  const columns = new Set(header.map((name) => name.trim().toLowerCase()));
  if (columns.has('pl_name') && columns.has('hostname'))
    return ". This looks like the archive's table of confirmed planets (ps, pscomppars), which has no candidates";
  if ([...columns].some((name) => name.startsWith('tce_')))
    return '. This looks like a table of threshold-crossing events: rename its columns to our field names';
  return '';
}
