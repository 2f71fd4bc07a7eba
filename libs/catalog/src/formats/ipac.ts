import type { Limits } from '../limits';
import { cut } from '../lines/fixed-columns';
import type { LineFormat } from '../lines/line-format';
import { recordsIn } from '../lines/read-lines';
import type { TableLayout } from './table-layout';

/** Names, types, units and null values. */
const MAX_HEADER_LINES = 4;

/**
 * An IPAC table: keywords in lines that begin with `\`, then up to four lines between bars with the names, types, units and null values
 * of columns that begin where the bars stand. https://irsa.ipac.caltech.edu/applications/DDGEN/Doc/ipac_tbl.html
 * @returns undefined for another table
 */
export function ipacTable(lines: readonly string[], limits: Limits): TableLayout | undefined {
  const first = lines.findIndex((line) => line.trim() !== '' && !line.startsWith('\\'));
  if (first < 0 || !/^\|.*\|\s*$/.test(lines[first])) return undefined;
  // Without a line of types, or keywords before it, this is a table whose cells are separated by bars.
  if (first === 0 && !lines[first + 1]?.startsWith('|')) return undefined;
  let end = first;
  while (end < first + MAX_HEADER_LINES && lines[end]?.startsWith('|')) end++;
  const bars = [...lines[first].trimEnd()].flatMap((character, index) => (character === '|' ? [index] : []));
  const starts = bars.slice(0, -1);
  const cellsOf = (line: string | undefined) =>
    line === undefined
      ? []
      : cut(line, [...starts, bars.at(-1)!])
          .slice(0, -1)
          .map((cell) => cell.replace(/^\|\s*/, '').trim());
  const [names, , units, nulls] = [0, 1, 2, 3].map((index) => cellsOf(lines.slice(first, end)[index]));
  const format: LineFormat = {
    name: 'IPAC',
    split: (all, at) => ({ cells: withoutNulls(cut(all[at], starts), nulls), next: at + 1 }),
  };
  return {
    format: format.name,
    headerLine: first + 1,
    columns: names.map((name, index) => ({ name, ...(units[index] ? { unit: units[index] } : {}) })),
    records: (text, options) =>
      recordsIn(text, format, { headerLine: end, comment: '\\', maxRowLength: limits.maxRowLength, ...options }),
  };
}

const withoutNulls = (cells: string[], nulls: readonly string[]): string[] =>
  cells.map((cell, index) => (cell !== '' && cell === nulls[index] ? '' : cell));
