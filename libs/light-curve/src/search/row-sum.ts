/**
 * Adds up stretches of one array: `sum[j] = Σ source[starts[r] + j]` for j under `length`, over the first `rows` starts.
 * Four rows are read for each write, which is several times faster in V8 than adding row by row.
 * @param empty where `source` holds `length` zeros, to fill the last four rows up
 */
export function sumRows(source: Float64Array, starts: Int32Array, rows: number, empty: number, sum: Float64Array, length: number): void {
  const start = (row: number): number => (row < rows ? starts[row] : empty);
  for (let row = 0; row < rows || row === 0; row += 4) {
    const a = start(row);
    const b = start(row + 1);
    const c = start(row + 2);
    const d = start(row + 3);
    if (row === 0) for (let j = 0; j < length; j++) sum[j] = source[a + j] + source[b + j] + source[c + j] + source[d + j];
    else for (let j = 0; j < length; j++) sum[j] += source[a + j] + source[b + j] + source[c + j] + source[d + j];
  }
}
