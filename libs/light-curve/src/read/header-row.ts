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

/**
 * Names of columns in a comment: the last line that names as many as a row has, a time among them (`# time flux flux_err`),
 * or one line each, numbered (`# 1 MJD Modified Julian date [d]`).
 */
export function namesInComments({ lines }: TextComments, columns: number): string[] | undefined {
  for (const line of lines.toReversed()) {
    for (const separator of [separatorOf(line.trim()), /\s+/]) {
      const names = withoutTrailing(fieldsOf(line.trim(), separator), 1);
      if (
        names.length === columns &&
        timeColumn(names) !== undefined &&
        names.every((name) => Number.isNaN(Number(name || 'x')))
      )
        return [...names];
    }
  }
  const numbered = lines.map((line) => /^\s*(\d+)[\s.:)-]+([A-Za-z]\w*)/.exec(line)).filter((found) => found !== null);
  const inOrder = numbered.every(([, number], index) => Number(number) === index + 1);
  return inOrder && numbered.length === columns ? numbered.map(([, , name]) => name) : undefined;
}
