/** How a long calculation reports its progress and is asked to stop. */
export interface Control {
  /** Called with the part of the work that is done, 0 to 1. */
  onProgress?: (fraction: number) => void;
  /** Polled at least every 50 ms; `true` ends the work with {@link Stopped}. */
  shouldStop?: () => boolean;
}

/** Thrown by a search or an analysis when `shouldStop` returns true. */
export class Stopped extends Error {
  constructor() {
    super('the work was stopped by its caller');
    this.name = 'Stopped';
  }
}

/** Work between two calls of `shouldStop` [ms]. */
const LOOK_EVERY = 20;

/** Limits how often callbacks run, however often the inner loop ticks. */
export class Pace {
  private last = performance.now();

  constructor(private readonly control: Control) {}

  /** @throws Stopped when the caller asked to stop. */
  tick(fraction: number): void {
    const now = performance.now();
    if (now - this.last < LOOK_EVERY) return;
    this.last = now;
    if (this.control.shouldStop?.()) throw new Stopped();
    this.control.onProgress?.(Math.min(1, fraction));
  }
}
