import type { Output } from './terminal';

/** Minimum time between two drawings [ms]. */
const REDRAW = 80;
const WIDTH = 30;

/** A progress bar on one line. Nothing is written where standard error is not a terminal. */
export class ProgressBar {
  private drawn = 0;
  private readonly started = performance.now();

  constructor(
    private readonly output: Output,
    private readonly enabled = output.isTTY === true,
  ) {}

  /** @param fraction 0 to 1 */
  update(fraction: number, text: string): void {
    const now = performance.now();
    if (!this.enabled || (now - this.drawn < REDRAW && fraction < 1)) return;
    this.drawn = now;
    const full = Math.round(WIDTH * Math.min(1, Math.max(0, fraction)));
    const seconds = Math.round((now - this.started) / 1000);
    const line = `${'█'.repeat(full)}${'░'.repeat(WIDTH - full)} ${String(Math.round(100 * fraction)).padStart(3)} %  ${text}  ${seconds} s`;
    this.output.write(`\r\x1b[2K${line.slice(0, (this.output.columns ?? 80) - 1)}`);
  }

  /** Clears the line. */
  end(): void {
    if (this.enabled && this.drawn > 0) this.output.write('\r\x1b[2K');
  }
}
