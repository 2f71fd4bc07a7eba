/** What an exported table says about itself, so that it can be uploaded again and gives the table that it was made of. */
export interface ExportMark {
  /** Columns that were added to those of the uploaded table. */
  results: readonly string[];
  /** Cells that a spreadsheet would take for a formula begin with an additional apostrophe. */
  formulas_escaped: boolean;
}

/** Name of the mark in the header of an exported table. */
export const EXPORT_MARK = 'exoplanet_export';

/** The mark in a value that was read from a header; undefined if it is none. */
export function exportMarkIn(value: unknown): ExportMark | undefined {
  const mark = typeof value === 'string' ? parsed(value) : value;
  if (typeof mark !== 'object' || mark === null) return undefined;
  const { results, formulas_escaped: escaped } = mark as Partial<ExportMark>;
  const valid = Array.isArray(results) && results.every((name) => typeof name === 'string');
  return valid ? { results, formulas_escaped: escaped === true } : undefined;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** A cell that a spreadsheet would run as a formula, or one that has been escaped already. */
const FORMULA = /^'*[=+\-@\t\r]/;
const NUMBER = /^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i;

/** Makes a cell harmless in a spreadsheet. Numbers such as -1.2e-05 stay as they are. */
export const escapeFormula = (cell: string): string => (FORMULA.test(cell) && !NUMBER.test(cell) ? `'${cell}` : cell);

/** The cell before `escapeFormula`. */
export const unescapeFormula = (cell: string): string =>
  cell.startsWith("'") && FORMULA.test(cell) ? cell.slice(1) : cell;
