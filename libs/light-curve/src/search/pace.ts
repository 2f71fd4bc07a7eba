/** How a long calculation tells how far it is and learns that nobody wants it any more. */
export interface Control {
  /** Part of the work that is done, 0 to 1. */
  onProgress?: (fraction: number) => void;
  /** Polled at least every 50 ms; `true` ends the work with {@link Stopped}. */
  shouldStop?: () => boolean;
}

/** Thrown out of a search or an analysis when `shouldStop` answered true. */
export class Stopped extends Error {
  constructor() {
    super('the work was stopped by its caller');
    this.name = 'Stopped';
  }
}

/** Milliseconds of work between two looks at `shouldStop`. */
const LOOK_EVERY = 20;

/** Calls the caller back at an even pace, however often the inner loop ticks. */
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
