import { CatalogueError } from '../errors';

const DELIMITERS = [',', '\t', ';', '|'] as const;
export type Delimiter = (typeof DELIMITERS)[number];

/** Maximum number of characters of comments and blank lines before the header. */
const MAX_PREAMBLE_LENGTH = 1_000_000;

/** The first line of `text` that is neither a comment nor blank; undefined if `text` ends before the end of that line and is not `complete`. */
export function headerLine(text: string, complete: boolean): string | undefined {
  for (let start = 0; start < text.length;) {
    const end = text.indexOf('\n', start);
    if (end < 0 && !complete) break;
    const line = text.slice(start, end < 0 ? undefined : end).trim();
    if (line && !line.startsWith('#')) return line;
    if (end < 0) break;
    start = end + 1;
  }
  if (complete) throw new CatalogueError('EMPTY', 'the table is empty: it contains only comments and blank lines');
  if (text.length > MAX_PREAMBLE_LENGTH)
    throw new CatalogueError('NOT_TEXT', `no header in the first ${MAX_PREAMBLE_LENGTH} characters`);
  return undefined;
}

/** The most frequent separator in a header outside quotes. */
export function delimiterOf(header: string): Delimiter {
  const bare = header.replace(/"[^"]*"/g, '');
  const count = (delimiter: Delimiter) => bare.split(delimiter).length;
  return DELIMITERS.reduce((best, delimiter) => (count(delimiter) > count(best) ? delimiter : best));
}
