import { LightCurveError } from '../errors';
import { present } from '../present';
import type { RawLightCurve } from '../types';
import { checkCellCount, checkColumnCount, checkRowCount, shownNames, shownText } from './check-size';
import { GrowingColumns } from './growing-columns';
import type { ReadLimits, ReadOptions } from './limits';
import { tableLightCurve, targetInText } from './table-light-curve';
import { textLines } from './text-lines';

const BARE_COLUMNS = ['time', 'flux', 'flux_err'];
const MISSING = new Set(['', 'nan', 'null', 'none', 'na', 'n/a', '--', 'inf', '-inf', '+inf', 'infinity', '-infinity']);
/** Comments and empty lines that a file may have beyond its rows, and characters of comments that are searched for names. */
const MAX_OTHER_LINES = 100_000;
const MAX_COMMENT = 20_000;

/**
 * A text table: `#` comment lines, then a header row and columns split by comma, semicolon, tab or spaces,
 * or two or three bare columns (time, flux, error of the flux). Empty fields, `nan` and the like are missing.
 * A comment such as `# KIC 757450` names the star, `# quarter: 1` the quarter.
 * csv-parse takes twice as long (200,000 rows: 0.95 s against 0.43 s of a core).
 * Throws `TOO_MANY_POINTS`, `TOO_MANY_COLUMNS`, `MALFORMED_TABLE` and what `tableLightCurve` throws.
 */
export function readCsvLightCurve(
  file: string,
  bytes: Uint8Array,
  options: ReadOptions,
  limits: ReadLimits,
): RawLightCurve {
  let comments = '';
  let table: TextTable | undefined;
  let number = 0;
  for (const line of textLines(file, bytes)) {
    number++;
    checkRowCount(file, number - MAX_OTHER_LINES, limits);
    if (line === '') continue;
    if (line.startsWith('#')) {
      if (comments.length < MAX_COMMENT) comments += `${line.slice(0, MAX_COMMENT)}\n`;
    } else if (table) table.addRow(line, number);
    else table = TextTable.startingWith(file, line, number, limits);
  }
  if (!table)
    throw new LightCurveError('MALFORMED_TABLE', file, 'no row of data, expected a header and rows of numbers');
  const quarter = /^#\s*(quarter|sector|campaign)\s*[:=]\s*(\d+)/im.exec(comments);
  const stretch = quarter ? `${quarter[1]?.charAt(0).toUpperCase()}${quarter[2]}` : undefined;
  return tableLightCurve(
    { file, columns: table.columns(), target: targetInText(comments), ...present({ stretch }) },
    options,
    limits,
  );
}

/** Rows of fields under named columns. */
class TextTable {
  private readonly cells: GrowingColumns;

  private constructor(
    private readonly file: string,
    private readonly names: string[],
    private readonly separator: string | RegExp,
    private readonly limits: ReadLimits,
  ) {
    if (new Set(names).size !== names.length)
      throw new LightCurveError('MALFORMED_TABLE', file, `columns ${shownNames(names)}, expected each name once`);
    this.cells = new GrowingColumns(names.length);
  }

  /** The first line is the header, or a row of bare columns. */
  static startingWith(file: string, line: string, number: number, limits: ReadLimits): TextTable {
    const separator = separatorOf(line);
    const fields = split(line, separator);
    checkColumnCount(file, fields.length, limits);
    if (!fields.every(isNumberOrMissing)) return new TextTable(file, fields.map(unquoted), separator, limits);
    const table = new TextTable(file, bareNames(file, fields.length), separator, limits);
    table.addRow(line, number);
    return table;
  }

  addRow(line: string, number: number): void {
    const { file, names, cells, limits } = this;
    checkRowCount(file, cells.rows + 1, limits);
    checkCellCount(file, cells.rows + 1, names.length, limits);
    const fields = split(line, this.separator);
    if (fields.length !== names.length) {
      throw new LightCurveError(
        'MALFORMED_TABLE',
        file,
        `line ${number} has ${fields.length} fields, expected ${names.length} (${shownNames(names)})`,
      );
    }
    cells.addRow((column) => numberIn(file, fields[column], number, names[column]));
  }

  columns(): Map<string, Float64Array> {
    return new Map(this.names.map((name, column) => [name, this.cells.column(column)]));
  }
}

function separatorOf(row: string): string | RegExp {
  return [',', ';', '\t'].find((separator) => row.includes(separator)) ?? /\s+/;
}

function split(row: string, separator: string | RegExp): string[] {
  return row.split(separator).map((field) => field.trim());
}

function unquoted(name: string): string {
  return name.replace(/^"(.*)"$/, '$1');
}

function isNumberOrMissing(field: string): boolean {
  return MISSING.has(field.toLowerCase()) || Number.isFinite(Number(field));
}

function numberIn(file: string, field: string, line: number, column: string): number {
  const value = field === '' ? Number.NaN : Number(field);
  if (!Number.isNaN(value)) return Number.isFinite(value) ? value : Number.NaN;
  if (MISSING.has(field.toLowerCase())) return Number.NaN;
  throw new LightCurveError(
    'MALFORMED_TABLE',
    file,
    `line ${line}, column ${shownText(column)}: "${shownText(field)}" is not a number`,
  );
}

function bareNames(file: string, columns: number): string[] {
  if (columns === 2 || columns === 3) return BARE_COLUMNS.slice(0, columns);
  throw new LightCurveError(
    'MALFORMED_TABLE',
    file,
    `${columns} columns without a header, expected two or three (time, flux, flux_err) or a header row`,
  );
}
