import { cut } from './fixed-columns';
import type { LineFormat } from './line-format';

const CELL = /"((?:[^"]|"")*)"(?=\s|$)|\S+/g;

/** Cells between runs of blanks; a cell with a blank in it is quoted. */
export const separatedByBlanks: LineFormat = {
  name: 'separated by white space',
  split(lines, at) {
    const line = lines[at].trim();
    const cells = line.includes('"')
      ? Array.from(line.matchAll(CELL), ([cell, inside]) =>
          inside === undefined ? cell : inside.replaceAll('""', '"'),
        )
      : line.split(/\s+/);
    return { cells, next: at + 1 };
  },
};

/**
 * Columns padded with blanks, in which a cell can be empty or contain single blanks. A column begins where the header and the
 * sampled rows all have a blank before it.
 */
export function padded(header: string, rows: readonly string[]): LineFormat {
  const all = [header, ...rows];
  const starts: number[] = [];
  for (const { index } of header.matchAll(/\S+(?: \S+)*/g)) {
    const previous = starts.length === 0 ? -1 : header.slice(0, index).trimEnd().length;
    let start = index;
    while (start > previous + 1 && !all.every((line) => isBlank(line[start - 1]))) start--;
    starts.push(starts.length === 0 ? 0 : start);
  }
  return {
    name: 'padded columns',
    split(lines, at) {
      const line = lines[at];
      const crossing = starts.find((start) => start > 0 && !isBlank(line[start - 1]));
      if (crossing === undefined) return { cells: cut(line, starts), next: at + 1 };
      const value = line.slice(Math.max(0, crossing - 20), crossing + 20);
      return {
        fault: { code: 'UNEVEN_ROW', value, allowed: `a blank before column ${crossing + 1} of the line` },
        next: at + 1,
      };
    },
  };
}

const isBlank = (character: string | undefined) => character === undefined || character === ' ' || character === '\t';
