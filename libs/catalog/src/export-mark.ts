import { SOURCES } from '@exoplanet/contracts';
import type { Mapping } from './mapping';

/** What an exported table says about itself, so that it can be uploaded again and gives the table that it was made of. */
export interface ExportMark {
  /** Columns that were added to those of the uploaded table. */
  results: readonly string[];
  /** Cells that a spreadsheet would take for a formula begin with an additional apostrophe. */
  formulas_escaped: boolean;
  /** The mapping with which the uploaded table was read. */
  mapping?: Mapping;
  /** Units that the uploaded table gave outside the names of its columns. */
  units?: Readonly<Record<string, string>>;
  /** Numbers have a decimal comma. */
  decimal_comma?: boolean;
}

/** Name of the mark in the header of an exported table. */
export const EXPORT_MARK = 'exoplanet_export';

/** The mark in a value that was read from a header; undefined if it is not one. */
export function exportMarkIn(value: unknown): ExportMark | undefined {
  const mark = typeof value === 'string' ? parsed(value) : value;
  if (!isObject(mark)) return undefined;
  const { results, mapping, units } = mark;
  if (!isListOf(results, isText)) return undefined;
  return {
    results,
    formulas_escaped: mark.formulas_escaped === true,
    decimal_comma: mark.decimal_comma === true,
    ...(isMapping(mapping) ? { mapping } : {}),
    ...(isObject(units) && Object.values(units).every(isText) ? { units: units as Record<string, string> } : {}),
  };
}

const isText = (value: unknown): value is string => typeof value === 'string';
const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;
const isListOf = <Item>(value: unknown, is: (item: unknown) => item is Item): value is Item[] =>
  Array.isArray(value) && value.every(is);

/** Whether a value has the form of a mapping; what it names is checked as that of any mapping. */
function isMapping(value: unknown): value is Mapping {
  if (!isObject(value)) return false;
  const { fields = {}, source } = value;
  const mapsColumns =
    isObject(fields) &&
    Object.values(fields).every(
      (each) =>
        isObject(each) &&
        (each.column === null || isText(each.column)) &&
        (each.unit === undefined || isText(each.unit)),
    );
  return mapsColumns && (source === undefined || SOURCES.some((mission) => mission === source));
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
