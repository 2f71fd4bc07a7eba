import { LightCurveError } from '../errors';
import { checkCellCount, checkColumnCount, checkRowCount, shownNames, shownText } from './check-size';
import type { FitsHeader } from './fits-header';
import { GrowingColumns } from './growing-columns';
import type { ReadLimits } from './limits';
import type { PhotometryTable } from './photometry-table';
import { unitInName } from './plain-name';
import { CellParser, isNumberOrMissing } from './text-cells';
import type { TextComments } from './text-comments';
import { fieldsOf, type Separator, separatorOf, withoutTrailing } from './text-fields';
import { timeColumn } from './time-column';

const BARE_COLUMNS = ['time', 'flux', 'flux_err'];

/** Rows of text fields under named columns. */
export class TextTable implements PhotometryTable {
  readonly columnNames: readonly string[];
  private readonly cells: GrowingColumns;
  private readonly parsers: CellParser[];
  /** Rows begin with a number of the row that the header does not name, as pandas prints them. */
  private hasRowNumbers = false;

  private constructor(
    readonly file: string,
    names: readonly string[],
    private readonly separator: Separator,
    private readonly comments: TextComments,
    private readonly limits: ReadLimits,
  ) {
    this.columnNames = names.map((name, index) => (name === '' ? `column ${index + 1}` : name));
    if (new Set(this.columnNames).size !== names.length)
      throw new LightCurveError('MALFORMED_TABLE', file, `columns ${shownNames(names)}, expected each name once`);
    this.cells = new GrowingColumns(names.length);
    this.parsers = names.map(() => new CellParser());
  }

  /** The first line that is not a comment is the header, or a row under names from a comment, or a row of bare columns. */
  static startingWith(
    file: string,
    line: string,
    number: number,
    comments: TextComments,
    limits: ReadLimits,
  ): TextTable {
    const separator = comments.delimiter ?? separatorOf(line);
    const fields = withoutTrailing(fieldsOf(line, separator), 1);
    checkColumnCount(file, fields.length, limits);
    // A row of data begins with a time; a header has no number at all.
    if (!fields.some((field) => field !== '' && isNumberOrMissing(field)))
      return new TextTable(file, fields, separator, comments, limits);
    const names = namesInComments(comments, fields.length) ?? bareNames(file, fields);
    const table = new TextTable(file, names, separator, comments, limits);
    table.addRow(line, number);
    return table;
  }

  get header(): FitsHeader {
    return this.comments.header;
  }

  addRow(line: string, number: number): void {
    const { file, columnNames, cells, limits, parsers } = this;
    checkRowCount(file, cells.rows + 1, limits);
    checkCellCount(file, cells.rows + 1, columnNames.length, limits);
    let fields = withoutTrailing(fieldsOf(line, this.separator), columnNames.length);
    if (cells.rows === 0) this.hasRowNumbers = fields.length === columnNames.length + 1 && /^\d+$/.test(fields[0]);
    if (this.hasRowNumbers) fields = fields.slice(1);
    if (fields.length !== columnNames.length) {
      throw new LightCurveError(
        'MALFORMED_TABLE',
        file,
        `line ${number} has ${fields.length} fields, expected ${columnNames.length} (${shownNames(columnNames)})`,
      );
    }
    cells.addRow((column) => parsers[column].parse(fields[column], number));
  }

  numbers(name: string): Float64Array | undefined {
    const parser = this.parserOf(name);
    if (parser?.kind === 'dates' || parser?.kind === 'letters') return undefined;
    return this.column(name);
  }

  time(name: string): { values: Float64Array; iso: boolean } | undefined {
    const parser = this.parserOf(name);
    if (parser?.kind === 'letters') return undefined;
    const values = this.column(name);
    return values && { values, iso: parser?.kind === 'dates' };
  }

  letters(name: string, good: string): Float64Array | undefined {
    if (this.parserOf(name)?.kind !== 'letters') return undefined;
    const isGood = new Set([good.charCodeAt(0), '0'.charCodeAt(0)]);
    return this.cells.column(this.columnNames.indexOf(name)).map((letter) => (isGood.has(letter) ? 0 : 1));
  }

  unit(name: string): string | undefined {
    return this.comments.units.get(name) ?? unitInName(name);
  }

  keyword(): undefined {
    return undefined;
  }

  private parserOf(name: string): CellParser | undefined {
    return this.parsers[this.columnNames.indexOf(name)];
  }

  /** Throws `MALFORMED_TABLE` where a cell is of another kind than the first one. */
  private column(name: string): Float64Array | undefined {
    const index = this.columnNames.indexOf(name);
    if (index === -1) return undefined;
    const { misfit, kind } = this.parsers[index];
    if (misfit) {
      const expected = kind === 'dates' ? 'a date' : 'a number';
      throw new LightCurveError(
        'MALFORMED_TABLE',
        this.file,
        `line ${misfit.line}, column ${shownText(name)}: "${shownText(misfit.text)}" is not ${expected}`,
      );
    }
    return this.cells.column(index);
  }
}

/** The last comment line that names as many columns as a row has, a time among them: `# time flux flux_err`. */
function namesInComments({ lines }: TextComments, columns: number): string[] | undefined {
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
  return undefined;
}

function bareNames(file: string, fields: readonly string[]): string[] {
  if (fields.length === 2 || fields.length === 3) return BARE_COLUMNS.slice(0, fields.length);
  throw new LightCurveError(
    'MALFORMED_TABLE',
    file,
    `${fields.length} columns without a header, expected two or three (time, flux, flux_err) or a row that names them`,
  );
}
