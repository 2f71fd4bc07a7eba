import { CatalogueError } from '../errors';
import type { Limits } from '../limits';
import { delimitedTable, type HeaderScore } from './delimited-table';
import { ecsvTable } from './ecsv';
import { ipacTable } from './ipac';
import { jsonLinesTable } from './json-lines';
import type { TableLayout } from './table-layout';
import { voTable } from './votable';
import { withoutResults } from './without-results';

/**
 * Finds where the rows of a table are and how they are written, from the beginning of its text: VOTable, ECSV, IPAC and JSON lines by
 * their own signs, everything else by its header. @throws CatalogueError
 */
export function layoutOf(head: string, complete: boolean, score: HeaderScore, limits: Limits): TableLayout {
  const layout = readHead(head, complete, score, limits);
  const count = layout.columns.length;
  if (count > limits.maxColumns)
    throw new CatalogueError(
      'TOO_MANY_TABLE_COLUMNS',
      `the table has ${count} columns; the maximum is ${limits.maxColumns}`,
    );
  return withoutResults(layout);
}

function readHead(head: string, complete: boolean, score: HeaderScore, limits: Limits): TableLayout {
  const start = head.trimStart();
  if (/^<(\?xml|!--|!DOCTYPE|(\w+:)?VOTABLE\b)/i.test(start)) return voTable(head, limits);
  if (start.startsWith('[')) throw jsonArray();
  const lines = head.split(/\r\n?|\n/);
  const last = complete ? lines.at(-1) : lines.pop();
  if (lines.length === 0)
    throw new CatalogueError(
      'TOO_MANY_TABLE_COLUMNS',
      `the first line is longer than ${last!.length} characters; a header has at most ${limits.maxColumns} columns`,
      1,
    );
  if (start.startsWith('{')) return jsonLinesTable(lines, limits);
  if (/^# ?%ECSV/.test(start)) return ecsvTable(lines, limits);
  return ipacTable(lines, limits) ?? delimitedTable(lines, score, limits);
}

function jsonArray(): CatalogueError {
  return new CatalogueError(
    'MALFORMED_CATALOGUE',
    'found a JSON array, expected JSON lines: one object a line, without commas between them',
  );
}
