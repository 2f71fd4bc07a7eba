import { CatalogueError } from '../errors';

const DELIMITERS = [',', '\t', ';', '|'] as const;
export type Delimiter = (typeof DELIMITERS)[number];

/** Characters of comments and blanks that may stand before the header. */
const LONGEST_PREAMBLE = 1_000_000;

/** Takes from `text`, which may be the beginning of a file, its first line that is no comment and not blank; undefined while that line is not complete. */
export function headerLine(text: string, complete: boolean): string | undefined {
  for (let start = 0; start < text.length;) {
    const end = text.indexOf('\n', start);
    if (end < 0 && !complete) break;
    const line = text.slice(start, end < 0 ? undefined : end).trim();
    if (line && !line.startsWith('#')) return line;
    if (end < 0) break;
    start = end + 1;
  }
  if (complete) throw new CatalogueError('EMPTY', 'the table is empty: nothing but comments and blank lines');
  if (text.length > LONGEST_PREAMBLE)
    throw new CatalogueError('NOT_TEXT', `no header in the first ${LONGEST_PREAMBLE} characters`);
  return undefined;
}

/** What separates the cells of a header: the separator that it has most of outside quotes. */
export function delimiterOf(header: string): Delimiter {
  const bare = header.replace(/"[^"]*"/g, '');
  const count = (delimiter: Delimiter) => bare.split(delimiter).length;
  return DELIMITERS.reduce((best, delimiter) => (count(delimiter) > count(best) ? delimiter : best));
}
