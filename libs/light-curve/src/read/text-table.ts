import { LightCurveError } from '../errors';
import { checkCellCount, checkColumnCount, checkRowCount, shownNames, shownText } from './check-size';
import type { FitsHeader } from './fits-header';
import { GrowingColumns } from './growing-columns';
import { cellsOf, isTypesRow, namesInComments } from './header-row';
import type { ReadLimits } from './limits';
import type { PhotometryTable } from './photometry-table';
import { unitInName } from './plain-name';
import { CellParser, isValue } from './text-cells';
import type { TextComments } from './text-comments';
import { isBarred, type Separator, separatorOf, withoutTrailing } from './text-fields';
import type { Words } from './words';

const BARE_COLUMNS = ['time', 'flux', 'flux_err'];

/** Rows of text fields under named columns. */
export class TextTable implements PhotometryTable {
  readonly columnNames: readonly string[];
  private readonly cells: GrowingColumns;
  private readonly parsers: CellParser[];
  /** Rows begin with a number of the row that the header does not name, as pandas prints them. */
  private hasRowNumbers = false;
  /** Of the row below the names, where it holds no value. */
  private units: readonly string[] | undefined;

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
    const separator = comments.delimiter ?? (isBarred(line) ? '|' : separatorOf(line));
    const fields = withoutTrailing(cellsOf(line, separator), 1);
    checkColumnCount(file, fields.length, limits);
    // A row of data begins with a time; a header has no number at all.
    if (!hasValue(fields)) return new TextTable(file, fields, separator, comments, limits);
    const names = namesInComments(comments, fields.length) ?? bareNames(file, fields);
    const table = new TextTable(file, names, separator, comments, limits);
    table.addRow(line, number);
    return table;
  }

  get header(): FitsHeader {
    return this.comments.header;
  }

  get timeNote(): string | undefined {
    return this.comments.timeNote;
  }

  addRow(line: string, number: number): void {
    const { file, columnNames, cells, limits, parsers } = this;
    checkRowCount(file, cells.rows + 1, limits);
    checkCellCount(file, cells.rows + 1, columnNames.length, limits);
    let fields = withoutTrailing(cellsOf(line, this.separator), columnNames.length);
    if (cells.rows === 0 && this.isBelowNames(line, fields)) return;
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

  /** Rows between the names and the data: types, units and the mark of missing values in IPAC tables, units in others. */
  private isBelowNames(line: string, fields: readonly string[]): boolean {
    const inBars = isBarred(line) && this.units !== undefined;
    if (fields.length !== this.columnNames.length || (hasValue(fields) && !inBars)) return false;
    if (!inBars && this.units !== undefined) return false;
    this.units = isBarred(line) && isTypesRow(fields) ? [] : this.units?.length ? this.units : fields;
    return true;
  }

  numbers(name: string): Float64Array | undefined {
    const parser = this.parserOf(name);
    if (parser?.kind === 'dates' || isLetter(parser)) return undefined;
    return this.column(name);
  }

  time(name: string): { values: Float64Array; iso: boolean } | undefined {
    const parser = this.parserOf(name);
    if (isLetter(parser)) return undefined;
    const values = this.column(name);
    return values && { values, iso: parser?.kind === 'dates' };
  }

  words(name: string): Words | undefined {
    const list = this.parserOf(name)?.words?.list;
    return list && { list, index: this.cells.column(this.columnNames.indexOf(name)) };
  }

  unit(name: string): string | undefined {
    const below = this.units?.[this.columnNames.indexOf(name)];
    const unit = this.comments.units.get(name) ?? below;
    return unit === undefined || unit === '' ? unitInName(name) : unit;
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

function bareNames(file: string, fields: readonly string[]): string[] {
  if (fields.length === 2 || fields.length === 3) return BARE_COLUMNS.slice(0, fields.length);
  throw new LightCurveError(
    'MALFORMED_TABLE',
    file,
    `${fields.length} columns without a header, expected two or three (time, flux, flux_err) or a row that names them`,
  );
}

const hasValue = (fields: readonly string[]) => fields.some((field) => field !== '' && isValue(field));

/** Letters grade a row; they are never meant as numbers. */
const isLetter = (parser: CellParser | undefined) =>
  parser?.kind === 'words' && parser.words?.list.every((word) => word.length === 1) === true;
