import { CatalogueError } from '../errors';
import { exofopTable } from './exofop';
import { k2Table } from './k2';
import { koiTable } from './koi';
import { plainTable } from './plain';
import type { Table } from './table';
import { toiTable } from './toi';

/** The plain table is last: `depth` or `period` alone may stand beside the columns of another. */
const TABLES: readonly Table[] = [koiTable, exofopTable, toiTable, k2Table, plainTable];

/** Columns that an unknown header is described by in the message. */
const SHOWN = 8;

/** The table that a header belongs to. @throws CatalogueError `UNKNOWN_TABLE` naming what was found and what is known */
export function recognise(header: readonly string[]): Table {
  const table = TABLES.find(({ recognises, canonical }) => recognises(new Set(header.map(canonical))));
  if (table) return table;
  const found = header.slice(0, SHOWN).join(', ') + (header.length > SHOWN ? `, … (${header.length} columns)` : '');
  const known = TABLES.map(({ title, marks }) => `${title}: ${marks}`).join('; ');
  throw new CatalogueError('UNKNOWN_TABLE', `the header has ${found}; known tables are: ${known}${hint(header)}`);
}

function hint(header: readonly string[]): string {
  const columns = new Set(header.map((name) => name.trim().toLowerCase()));
  if (columns.has('pl_name') && columns.has('hostname'))
    return ". This looks like the archive's table of confirmed planets (ps, pscomppars): it has no candidates to judge";
  if ([...columns].some((name) => name.startsWith('tce_')))
    return '. This looks like a table of threshold-crossing events: rename its columns to our field names';
  return '';
}
