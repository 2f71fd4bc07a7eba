import { checkCellCount } from './check-size';
import type { FitsHeader } from './fits-header';
import type { FitsTable } from './fits-table';
import { julianDateOf } from './iso-date';
import type { ReadLimits } from './limits';
import type { PhotometryTable } from './photometry-table';

/** Characters of a cell that can be a date or a letter. */
const MAX_TEXT_CELL = 64;

/** A binary table as photometry. Each column that is read counts towards the limit of numbers that are kept. */
export class FitsPhotometry implements PhotometryTable {
  readonly columnNames: readonly string[];
  private readonly read = new Map<string, Float64Array | undefined>();
  private cells = 0;

  constructor(
    readonly file: string,
    private readonly table: FitsTable,
    readonly header: FitsHeader,
    private readonly limits: ReadLimits,
  ) {
    this.columnNames = table.columnNames;
  }

  numbers(name: string): Float64Array | undefined {
    return this.once(name, () => (this.table.shape(name) === 'number' ? this.table.scalars(name) : undefined));
  }

  time(name: string): { values: Float64Array; iso: boolean } | undefined {
    const iso = this.table.shape(name) === 'text';
    const values = this.once(name, () => {
      const shape = this.table.shape(name);
      if (shape === 'text') return this.table.parsed(name, MAX_TEXT_CELL, julianDateOf);
      return shape === 'pair' ? this.table.sums(name) : this.table.scalars(name);
    });
    return values && { values, iso };
  }

  letters(name: string, good: string): Float64Array | undefined {
    return this.once(name, () =>
      this.table.parsed(name, MAX_TEXT_CELL, (letter) => (letter.trim() === good || letter.trim() === '0' ? 0 : 1)),
    );
  }

  unit(name: string): string | undefined {
    return this.keyword(name, 'TUNIT');
  }

  keyword(name: string, stem: string): string | undefined {
    return this.table.keyword(name, stem);
  }

  private once(name: string, read: () => Float64Array | undefined): Float64Array | undefined {
    if (this.read.has(name)) return this.read.get(name);
    this.cells++;
    checkCellCount(this.file, this.table.rows, this.cells, this.limits);
    const values = read();
    this.read.set(name, values);
    return values;
  }
}
