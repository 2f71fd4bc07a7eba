import { boundedText, type CandidateRow } from '@exoplanet/contracts';
import type { Converted, RowNote as ColumnNote } from './candidate/convert';
import type { TableRowError } from './detect/detection';
import type { RawRecord } from './lines/read-lines';

/** A value of a row that was left out because it is no measurement. */
export interface RowNote extends Omit<ColumnNote, 'column'> {
  column: string;
}

interface AnyRow {
  /** Line of the file, from 1, on which the row ends. */
  line: number;
  /** The cells as they are written, by the names of the columns. */
  cells: Record<string, string>;
}

/** A row as a candidate that a request may carry. */
export interface GoodRow extends AnyRow {
  candidate: CandidateRow;
  notes: RowNote[];
}

/** A row that is refused, with as many of its cells as it has. */
export interface RefusedTableRow extends AnyRow {
  error: TableRowError;
}

export type TableRow = GoodRow | RefusedTableRow;

/** Maximum length of a cell in an error [characters]. */
const MAX_VALUE_LENGTH = 200;

/** Makes rows of records. */
export class RowBuilder {
  private readonly needsCare: boolean;

  constructor(
    private readonly names: readonly string[],
    private readonly convert: (cells: readonly string[]) => Converted,
  ) {
    // Assigning to this name sets the prototype.
    this.needsCare = names.includes('__proto__');
  }

  build(record: RawRecord): TableRow {
    const { line } = record;
    if ('fault' in record) return { line, cells: {}, error: rowError(record.fault) };
    const { cells } = record;
    const width = this.names.length;
    // Some programs write a delimiter after the last cell.
    if (cells.length === width + 1 && cells[width].trim() === '') cells.pop();
    const named = this.named(cells);
    if (cells.length !== width) return { line, cells: named, error: this.uneven(cells) };
    const converted = this.convert(cells);
    if ('problem' in converted) {
      const { column, ...problem } = converted.problem;
      return {
        line,
        cells: named,
        error: rowError({ ...problem, column: column === undefined ? '' : this.names[column] }),
      };
    }
    const { candidate, notes } = converted;
    return {
      line,
      cells: named,
      candidate,
      notes: notes.length === 0 ? [] : notes.map((note) => ({ ...note, column: this.names[note.column] })),
    };
  }

  private named(cells: readonly string[]): Record<string, string> {
    const count = Math.min(cells.length, this.names.length);
    if (this.needsCare)
      return Object.fromEntries(this.names.slice(0, count).map((name, index) => [name, cells[index]]));
    const named: Record<string, string> = {};
    for (let index = 0; index < count; index++) named[this.names[index]] = cells[index];
    return named;
  }

  private uneven(cells: readonly string[]): TableRowError {
    const width = this.names.length;
    const column = cells.length < width ? this.names[cells.length] : '';
    return rowError({
      code: 'UNEVEN_ROW',
      column,
      value: `${cells.length} cells`,
      allowed: `${width} cells, as in the header`,
    });
  }
}

function rowError({
  column = '',
  code,
  value,
  allowed,
}: Omit<TableRowError, 'detail' | 'column'> & { column?: string }): TableRowError {
  const found = boundedText(value, MAX_VALUE_LENGTH);
  const detail = `${column && `${column}: `}found ${JSON.stringify(found)}, expected ${allowed}`;
  return { column, value: found, allowed, code, detail };
}
