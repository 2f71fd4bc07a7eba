import { CatalogueError } from '../errors';
import { EXPORT_MARK, type ExportMark, exportMarkIn } from '../export-mark';
import type { Limits } from '../limits';
import { padded, separatedByBlanks } from '../lines/blanks';
import { delimited, type Delimiter } from '../lines/delimited';
import { cellsOf, type LineFormat } from '../lines/line-format';
import { recordsIn } from '../lines/read-lines';
import type { TableLayout } from './table-layout';

/** Lines among which the header is looked for; comments and blank lines are not counted. */
const MAX_LINES_TO_HEADER = 50;
/** Rows that show where padded columns begin. */
const SAMPLED_ROWS = 200;
const DELIMITERS: readonly Delimiter[] = [',', '\t', ';', '|'];

/** The comment with the mark of an exported table. */
const MARK = `# ${EXPORT_MARK}: `;

interface Header {
  /** Index of the line. */
  at: number;
  format: LineFormat;
  names: string[];
}

/** Scores the names of a header: 0 if they belong to no known table. */
export type HeaderScore = (names: readonly string[]) => number;

/**
 * Finds the header among the first lines of a table: the first line whose cells match a known table, else a comment that does, else the
 * first line that has as many cells as the line after it. @throws CatalogueError `EMPTY`, `TOO_MANY_TABLE_COLUMNS`
 */
export function delimitedTable(lines: readonly string[], score: HeaderScore, limits: Limits): TableLayout {
  const candidates: number[] = [];
  for (let at = 0; at < lines.length && candidates.length < MAX_LINES_TO_HEADER; at++)
    if (lines[at].trim() !== '' && !lines[at].startsWith('#')) candidates.push(at);
  if (candidates.length === 0)
    throw new CatalogueError('EMPTY', 'the table is empty: it contains only comments and blank lines');
  const exported = firstOf(lines.slice(0, candidates[0]), markIn);
  const { at, format, names } = exported
    ? csvHeader(lines, candidates[0])
    : (firstOf(candidates, (index) => bestAt(lines, index, score)) ??
      commentedHeader(lines, candidates[0], score) ??
      guess(lines, candidates));
  if (names.length > limits.maxColumns)
    throw new CatalogueError(
      'TOO_MANY_TABLE_COLUMNS',
      `the header has ${names.length} columns; the maximum is ${limits.maxColumns}`,
      at + 1,
    );
  return {
    format: format.name,
    headerLine: at + 1,
    columns: names.map((name) => ({ name })),
    ...(exported ? { exported } : {}),
    records: (text, options) =>
      recordsIn(text, format, { headerLine: at + 1, comment: '#', maxRowLength: limits.maxRowLength, ...options }),
  };
}

/** The reading of a line as a header that matches best; undefined if none does. */
function bestAt(lines: readonly string[], at: number, score: HeaderScore, line = lines[at]): Header | undefined {
  let best: Header | undefined;
  let highest = 0;
  for (const format of formatsOf(lines, at, line)) {
    const names = namesIn(format, line);
    const found = score(names);
    if (found <= highest) continue;
    highest = found;
    best = { at, format, names };
  }
  return best;
}

/** numpy and others write the header as a comment: the last one before the rows counts. */
function commentedHeader(lines: readonly string[], firstRow: number, score: HeaderScore): Header | undefined {
  for (let at = firstRow - 1; at >= 0; at--) {
    const header = bestAt(lines, at, score, lines[at].replace(/^[#\s]+/, ''));
    if (header && cellsOf(header.format, lines[firstRow])?.length === header.names.length) return header;
  }
  return undefined;
}

function guess(lines: readonly string[], candidates: readonly number[]): Header {
  const consistent = firstOf(candidates, (at) => {
    const next = candidates.find((each) => each > at);
    const formats = formatsOf(lines, at, lines[at])
      .map((format) => ({ at, format, names: namesIn(format, lines[at]) }))
      .filter(
        ({ format, names }) =>
          names.length > 1 && (next === undefined || cellsOf(format, lines[next])?.length === names.length),
      );
    return formats.sort((a, b) => b.names.length - a.names.length)[0];
  });
  return consistent ?? csvHeader(lines, candidates[0]);
}

function csvHeader(lines: readonly string[], at: number): Header {
  const format = delimited(',');
  return { at, format, names: namesIn(format, lines[at]) };
}

function formatsOf(lines: readonly string[], at: number, line: string): LineFormat[] {
  const formats = DELIMITERS.filter((delimiter) => line.includes(delimiter)).map(delimited);
  if (formats.length > 0) return formats;
  const rows = lines.slice(at + 1, at + 1 + SAMPLED_ROWS).filter((row) => row.trim() !== '' && !row.startsWith('#'));
  if (/\S {2,}\S/.test(line)) formats.push(padded(line, rows));
  if (/\S\s+\S/.test(line.trim())) formats.push(separatedByBlanks);
  return formats.length > 0 ? formats : [delimited(',')];
}

const namesIn = (format: LineFormat, line: string): string[] =>
  (cellsOf(format, line) ?? [line]).map((name) => name.trim());

function markIn(comment: string): ExportMark | undefined {
  return comment.startsWith(MARK) ? exportMarkIn(comment.slice(MARK.length)) : undefined;
}

function firstOf<Item, Found>(items: readonly Item[], find: (item: Item) => Found | undefined): Found | undefined {
  for (const item of items) {
    const found = find(item);
    if (found !== undefined) return found;
  }
  return undefined;
}
