import { julianDateOf } from './iso-date';

const MISSING = new Set(['', 'nan', 'null', 'none', 'na', 'n/a', '--', 'inf', '-inf', '+inf', 'infinity', '-infinity']);

function isMissing(field: string): boolean {
  return MISSING.has(field.toLowerCase());
}

export function isNumberOrMissing(field: string): boolean {
  return isMissing(field) || Number.isFinite(Number(field));
}

/** What a column of text holds; its first cell with a value decides. */
type Kind = 'numbers' | 'dates' | 'letters' | 'words';

/** Turns the cells of one column into numbers, and remembers the first one that is not a number. */
export class CellParser {
  kind: Kind | undefined;
  /** The first cell that does not fit the others. */
  misfit: { line: number; text: string } | undefined;

  /** The number in a cell: a date as a Julian date, a letter as its code, NaN for a missing value or a word. */
  parse(field: string, line: number): number {
    const number = field === '' ? Number.NaN : Number(field);
    if (Number.isFinite(number) && (this.kind ??= 'numbers') === 'numbers') return number;
    if (isMissing(field)) return Number.NaN;
    this.kind ??= kindOf(field);
    const value = this.valueOf(field);
    if (Number.isNaN(value)) this.misfit ??= { line, text: field };
    return Number.isFinite(value) ? value : Number.NaN;
  }

  private valueOf(field: string): number {
    if (this.kind === 'dates') return julianDateOf(field);
    if (this.kind === 'letters') return field.length === 1 ? field.charCodeAt(0) : Number.NaN;
    return Number(field);
  }
}

function kindOf(field: string): Kind {
  if (!Number.isNaN(Number(field))) return 'numbers';
  if (!Number.isNaN(julianDateOf(field))) return 'dates';
  return field.length === 1 ? 'letters' : 'words';
}
