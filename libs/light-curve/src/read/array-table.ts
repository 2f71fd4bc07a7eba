import type { FitsHeader } from './fits-header';
import type { PhotometryTable } from './photometry-table';

const NO_HEADER: FitsHeader = new Map();

/** Arrays of equal length under plain names, as JSON gives them. */
export class ArrayTable implements PhotometryTable {
  readonly header = NO_HEADER;
  readonly columnNames: readonly string[];

  constructor(
    readonly file: string,
    private readonly columns: ReadonlyMap<string, Float64Array>,
  ) {
    this.columnNames = [...columns.keys()];
  }

  numbers(name: string): Float64Array | undefined {
    return this.columns.get(name);
  }

  time(name: string): { values: Float64Array; iso: boolean } | undefined {
    const values = this.columns.get(name);
    return values && { values, iso: false };
  }

  words(): undefined {
    return undefined;
  }

  unit(): undefined {
    return undefined;
  }

  keyword(): undefined {
    return undefined;
  }
}
