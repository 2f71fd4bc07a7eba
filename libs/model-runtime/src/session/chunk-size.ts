import { TILE } from './onnx-session';

/** Runs with fewer rows are mostly overhead, so they say little about the time of one row. */
const MIN_ROWS_FOR_TIMING = 64;
/** Rows of the first run, before any time is known. */
const INITIAL_ROWS = 256;

/** How many rows one run may have so that it does not block the event loop longer than a budget; measured from the runs so far. */
export class ChunkSize {
  private millisecondsPerRow: number | undefined;

  constructor(
    /** Longest time that one run should take [ms]. */
    private readonly budget: number,
    /** Largest number of rows: larger chunks do not fit into the processor's caches. */
    private readonly maxRows: number,
  ) {}

  /** Rows for the next run, a multiple of `TILE`. */
  get rows(): number {
    const rows = this.millisecondsPerRow === undefined ? INITIAL_ROWS : this.budget / this.millisecondsPerRow;
    return Math.max(TILE, Math.floor(Math.min(rows, this.maxRows) / TILE) * TILE);
  }

  /** Adds a measured run. A slow run has weight one half, a fast one a quarter, so that one lucky run does not overshoot. */
  learn(rows: number, milliseconds: number): void {
    if (rows < Math.min(MIN_ROWS_FOR_TIMING, this.rows)) return;
    const measured = milliseconds / rows;
    const known = this.millisecondsPerRow ?? measured;
    this.millisecondsPerRow = measured > known ? (known + measured) / 2 : known + (measured - known) / 4;
  }
}
