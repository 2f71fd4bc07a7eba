/**
 * Adds up stretches of one array: `sum[j] = Σ source[starts[r] + j]` for j under `length`, over the first `rows` starts.
 * Eight rows are read for each write: several times as fast in V8 as adding row by row.
 * @param empty where `source` holds `length` zeros, to fill the last eight rows up
 */
export function sumRows(
  source: Float64Array,
  starts: Int32Array,
  rows: number,
  empty: number,
  sum: Float64Array,
  length: number,
): void {
  const start = (row: number): number => (row < rows ? starts[row] : empty);
  sum.fill(0, 0, length);
  for (let row = 0; row < rows; row += 8) {
    const a = start(row);
    const b = start(row + 1);
    const c = start(row + 2);
    const d = start(row + 3);
    if (row + 4 >= rows) {
      for (let j = 0; j < length; j++) sum[j] += source[a + j] + source[b + j] + (source[c + j] + source[d + j]);
      return;
    }
    const e = start(row + 4);
    const f = start(row + 5);
    const g = start(row + 6);
    const h = start(row + 7);
    for (let j = 0; j < length; j++) {
      sum[j] +=
        source[a + j] +
        source[b + j] +
        (source[c + j] + source[d + j]) +
        (source[e + j] + source[f + j] + (source[g + j] + source[h + j]));
    }
  }
}
