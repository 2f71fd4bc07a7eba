const FIRST_ROWS = 1024;

/** Columns of numbers that grow row by row. */
export class GrowingColumns {
  rows = 0;
  private readonly arrays: Float64Array[];

  constructor(columns: number) {
    this.arrays = Array.from({ length: columns }, () => new Float64Array(FIRST_ROWS));
  }

  addRow(value: (column: number) => number): void {
    const { arrays, rows } = this;
    for (let column = 0; column < arrays.length; column++) {
      if (rows === arrays[column].length) arrays[column] = grown(arrays[column]);
      arrays[column][rows] = value(column);
    }
    this.rows++;
  }

  column(index: number): Float64Array {
    return this.arrays[index].subarray(0, this.rows);
  }
}

function grown(array: Float64Array): Float64Array {
  const longer = new Float64Array(array.length * 2);
  longer.set(array);
  return longer;
}
