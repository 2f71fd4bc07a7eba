import { julianDateOf } from './iso-date';
import { WordList } from './words';

const MISSING = new Set(['', 'nan', 'null', 'none', 'na', 'n/a', '--', 'inf', '-inf', '+inf', 'infinity', '-infinity']);

function isMissing(field: string): boolean {
  return MISSING.has(field.toLowerCase());
}

/** Whether a field can stand in a row of data: a number, a date or a missing value. */
export function isValue(field: string): boolean {
  return isMissing(field) || !Number.isNaN(numberIn(field)) || !Number.isNaN(julianDateOf(field));
}

/** The number in a field, also with a decimal comma (`0,99`) or an exponent after D (`2.4D+06`); NaN for any other text. */
function numberIn(field: string): number {
  const number = Number(field);
  if (!Number.isNaN(number)) return number;
  if (/^[+-]?\d+,\d+(?:[eE][+-]?\d+)?$/.test(field)) return Number(field.replace(',', '.'));
  if (/^[+-]?[\d.]+[dD][+-]?\d+$/.test(field)) return Number(field.replace(/[dD]/, 'e'));
  return Number.NaN;
}

/** What a column of text holds; its first cell with a value decides. */
type Kind = 'numbers' | 'dates' | 'words';

/** Turns the cells of one column into numbers, and remembers the first one that is not a number. */
export class CellParser {
  kind: Kind | undefined;
  /** The first cell that does not fit the others. */
  misfit: { line: number; text: string } | undefined;
  /** The words of a column of words, until there are too many of them. */
  words: WordList | undefined;

  /** The number in a cell: a date as a Julian date, a word as its number in `words`, NaN for a missing value. */
  parse(field: string, line: number): number {
    const number = field === '' ? Number.NaN : Number(field);
    if (Number.isFinite(number) && (this.kind ??= 'numbers') === 'numbers') return number;
    if (isMissing(field)) return Number.NaN;
    this.kind ??= kindOf(field);
    if (this.kind === 'words') return this.wordNumber(field, line);
    const value = this.kind === 'dates' ? julianDateOf(field) : numberIn(field);
    if (Number.isNaN(value)) this.misfit ??= { line, text: field };
    return Number.isFinite(value) ? value : Number.NaN;
  }

  private wordNumber(field: string, line: number): number {
    if (!this.misfit) this.words = new WordList();
    this.misfit ??= { line, text: field };
    const number = this.words?.add(field);
    if (number === undefined) this.words = undefined;
    return number ?? Number.NaN;
  }
}

function kindOf(field: string): Kind {
  if (!Number.isNaN(numberIn(field))) return 'numbers';
  return Number.isNaN(julianDateOf(field)) ? 'words' : 'dates';
}
