/** Cells that mean "unknown": archives leave them empty, spreadsheets, pandas and astropy write one of these. */
const MISSING = new Set(['', 'nan', 'null', 'none', 'na', 'n/a', '-', '--', '<na>']);

const isMissing = (text: string): boolean => text.length < 5 && MISSING.has(text.toLowerCase());

/** The number in a cell; undefined if it is missing, NaN if it is something else. */
export function numberIn(cell: string | undefined, decimalComma = false): number | undefined {
  const text = cell?.trim() ?? '';
  if (isMissing(text)) return undefined;
  // Number() also reads "0x10" and "Infinity", which no table means.
  const value = Number(decimalComma ? text.replace(',', '.') : text);
  return Number.isFinite(value) && !/^[-+]?0[box]/i.test(text) ? value : NaN;
}

/** The text in a cell; undefined if it is missing. */
export function textIn(cell: string | undefined): string | undefined {
  const text = cell?.trim() ?? '';
  return isMissing(text) ? undefined : text;
}

/** A number of a catalogue such as KIC or TIC, which spreadsheets and pandas write as `10797460.0`. */
export function catalogueNumberIn(cell: string | undefined): string | undefined {
  return textIn(cell)?.replace(/^(\d+)[.,]0+$/, '$1');
}

const SEXAGESIMAL = /^([-+]?)(\d{1,3})[hd°: ]\s*(\d{1,2})[m'′: ]\s*(\d{1,2}(?:\.\d*)?)[s"″]?$/;

/** An angle in a cell [degrees]; hours, minutes and seconds for a right ascension in sexagesimal form. NaN if it is something else. */
export function angleIn(cell: string | undefined, isRightAscension: boolean, decimalComma = false): number | undefined {
  const [, sign, whole, minutes, seconds] = SEXAGESIMAL.exec(cell?.trim() ?? '') ?? [];
  if (whole === undefined) return numberIn(cell, decimalComma);
  const angle = Number(whole) + Number(minutes) / 60 + Number(seconds) / 3600;
  return (sign === '-' ? -1 : 1) * angle * (isRightAscension ? 15 : 1);
}
