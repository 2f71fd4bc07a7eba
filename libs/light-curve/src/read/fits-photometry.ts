import { checkCellCount } from './check-size';
import type { FitsHeader } from './fits-header';
import type { FitsTable } from './fits-table';
import { julianDateOf } from './iso-date';
import type { ReadLimits } from './limits';
import type { PhotometryTable } from './photometry-table';
import { WordList, type Words } from './words';

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

  words(name: string): Words | undefined {
    if (this.table.shape(name) !== 'text') return undefined;
    const words = new WordList();
    let isFreeText = false;
    const index = this.counted(() =>
      this.table.parsed(name, MAX_TEXT_CELL, (text) => {
        const word = text.trim();
        const number = word === '' ? Number.NaN : words.add(word);
        isFreeText ||= number === undefined;
        return number ?? Number.NaN;
      }),
    );
    return index && !isFreeText ? { list: words.list, index } : undefined;
  }

  unit(name: string): string | undefined {
    return this.keyword(name, 'TUNIT');
  }

  keyword(name: string, stem: string): string | undefined {
    return this.table.keyword(name, stem);
  }

  private once(name: string, read: () => Float64Array | undefined): Float64Array | undefined {
    if (this.read.has(name)) return this.read.get(name);
    const values = this.counted(read);
    this.read.set(name, values);
    return values;
  }

  private counted(read: () => Float64Array | undefined): Float64Array | undefined {
    this.cells++;
    checkCellCount(this.file, this.table.rows, this.cells, this.limits);
    return read();
  }
}
