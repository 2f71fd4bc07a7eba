/** What the caller of a prediction may add. */
export interface PredictCall {
  /** Ends the work with CANCELLED at the next run of the model. */
  signal?: AbortSignal;
  /** Told the share of the work that is done, 0 to 1. */
  onProgress?: (fraction: number) => void;
}

/** Rows in work at the same time where one row takes many runs: the lane gathers them, and memory stays bounded. */
const ROWS_AT_ONCE = 16;

/** Works on each row and returns the results in order, a few rows at a time. */
export async function eachRow<T>(
  rows: number,
  work: (row: number) => Promise<T>,
  onRows?: (done: number) => void,
): Promise<T[]> {
  const results: T[] = [];
  while (results.length < rows) {
    const count = Math.min(ROWS_AT_ONCE, rows - results.length);
    const first = results.length;
    results.push(...(await Promise.all(Array.from({ length: count }, (_, offset) => work(first + offset)))));
    onRows?.(results.length);
  }
  return results;
}
