import { TILE } from './onnx-session';

/** Runs below this many rows are mostly overhead and say little about the time of a row. */
const TELLING_ROWS = 64;
const FIRST_ROWS = 256;

/** How many rows a run may have so that it blocks the event loop no longer than a budget: learnt from the runs before. */
export class ChunkSize {
  private millisecondsPerRow: number | undefined;

  constructor(
    /** Longest time that a run should take [ms]. */
    private readonly budget: number,
    /** Most rows: larger chunks fall out of the processor's caches. */
    private readonly most: number,
  ) {}

  /** Rows for the next run, a multiple of `TILE`. */
  get rows(): number {
    const rows = this.millisecondsPerRow === undefined ? FIRST_ROWS : this.budget / this.millisecondsPerRow;
    return Math.max(TILE, Math.floor(Math.min(rows, this.most) / TILE) * TILE);
  }

  /** Learns from a run: slower at once, faster by a quarter of the difference, so that one lucky run does not overshoot. */
  learn(rows: number, milliseconds: number): void {
    if (rows < Math.min(TELLING_ROWS, this.rows)) return;
    const measured = milliseconds / rows;
    const known = this.millisecondsPerRow ?? measured;
    this.millisecondsPerRow = measured > known ? (known + measured) / 2 : known + (measured - known) / 4;
  }
}
