import type { LineFormat, Split } from './line-format';

const NAMES = { ',': 'comma-separated', '\t': 'tab-separated', ';': 'semicolon-separated', '|': 'pipe-separated' };
export type Delimiter = keyof typeof NAMES;

/**
 * Cells between delimiters; a quoted cell may contain delimiters, line ends and doubled quotes (RFC 4180).
 * A quote inside a cell that does not begin with one is an ordinary character.
 */
export function delimited(delimiter: Delimiter): LineFormat {
  return {
    name: NAMES[delimiter],
    split(lines, at, final) {
      const line = lines[at];
      return line.includes('"') ? quoted(lines, at, delimiter, final) : { cells: line.split(delimiter), next: at + 1 };
    },
  };
}

function quoted(lines: readonly string[], at: number, delimiter: string, final: boolean): Split {
  const cells: string[] = [];
  let line = lines[at];
  let next = at + 1;
  let position = 0;
  for (;;) {
    if (line[position] !== '"') {
      const end = line.indexOf(delimiter, position);
      cells.push(line.slice(position, end < 0 ? undefined : end));
      if (end < 0) return { cells, next };
      position = end + 1;
      continue;
    }
    let cell = '';
    position++;
    for (;;) {
      const quote = line.indexOf('"', position);
      if (quote < 0) {
        if (next === lines.length) return final ? badQuote(lines[at], at, 'a closing quote') : 'incomplete';
        cell += line.slice(position) + '\n';
        line = lines[next++];
        position = 0;
      } else if (line[quote + 1] === '"') {
        cell += line.slice(position, quote + 1);
        position = quote + 2;
      } else {
        cell += line.slice(position, quote);
        position = quote + 1;
        break;
      }
    }
    cells.push(cell);
    while (line[position] === ' ') position++;
    if (position >= line.length) return { cells, next };
    if (line[position] !== delimiter) return badQuote(lines[at], at, 'a delimiter after a closing quote');
    position++;
  }
}

/** Only the first line is given up: a quote that is never closed would otherwise swallow the rows after it. */
function badQuote(line: string, at: number, allowed: string): Split {
  return { fault: { code: 'BAD_QUOTE', value: line, allowed }, next: at + 1 };
}
