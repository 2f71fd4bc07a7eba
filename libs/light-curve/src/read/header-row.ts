import type { TextComments } from './text-comments';
import { fieldsOf, isBarred, type Separator, separatorOf, withoutTrailing } from './text-fields';
import { timeColumn } from './time-column';

/** The fields of a line; bars around them are no fields. Rows under a barred header may stand without bars, as in IPAC tables. */
export function cellsOf(line: string, separator: Separator): readonly string[] {
  if (separator !== '|') return fieldsOf(line, separator);
  if (isBarred(line)) return fieldsOf(line.slice(1, -1), '|');
  return fieldsOf(line, line.includes('|') ? '|' : /\s+/);
}

/** Types of IPAC columns, also in their short form, which stand in the row below the names. */
const IPAC_TYPE = /^(double|d|float|f|real|r|integer|int|i|long|l|date|char|c)$/i;

export function isTypesRow(fields: readonly string[]): boolean {
  return fields.every((field) => IPAC_TYPE.test(field));
}

/** Words of a sentence, which are no names of columns: `# Time in days`, `# BJD and relative flux`. */
const PROSE =
  /^(an?|and|are|as|at|by|for|from|in|is|of|per|the|to|with|data|table|units?|values?|relative|normali[sz]ed|raw|corrected)$/i;
const LOOKS_LIKE_FLUX = /flux|mag|bright|intens|count|sap|^f$/i;

/**
 * Whether the words of a comment are column names: none is a number or a word of prose, and there is a time and a flux among
 * them.
 */
function areNames(words: readonly string[]): boolean {
  return (
    timeColumn(words) !== undefined &&
    words.some((word) => LOOKS_LIKE_FLUX.test(word)) &&
    words.every((word) => !PROSE.test(word) && Number.isNaN(Number(word || 'x')))
  );
}

/**
 * Names of columns in a comment: the last line with as many names as a row has columns, a time and a flux among them
 * (`# time flux flux_err`), or one line each, numbered (`# 1 MJD Modified Julian date [d]`).
 */
export function namesInComments({ lines }: TextComments, columns: number): string[] | undefined {
  for (const line of lines.toReversed()) {
    for (const separator of [separatorOf(line.trim()), /\s+/]) {
      const names = withoutTrailing(fieldsOf(line.trim(), separator), 1);
      if (names.length === columns && areNames(names)) return [...names];
    }
  }
  const numbered = lines.map((line) => /^\s*(\d+)[\s.:)-]+([A-Za-z]\w*)/.exec(line)).filter((found) => found !== null);
  const inOrder = numbered.every(([, number], index) => Number(number) === index + 1);
  return inOrder && numbered.length === columns ? numbered.map(([, , name]) => name) : undefined;
}
