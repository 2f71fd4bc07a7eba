import { type IntervalHistogram, monitorEventLoopDelay } from 'node:perf_hooks';

/** Measures how late the event loop runs [ms], since the last reading. */
export class EventLoopLag {
  private readonly histogram: IntervalHistogram = monitorEventLoopDelay({ resolution: 10 });

  constructor() {
    this.histogram.enable();
  }

  /** The 99 % quantile of the lag [ms]; the timer's own 10 ms are taken off. */
  p99(): number {
    return Math.max(0, this.histogram.percentile(99) / 1e6 - 10);
  }

  reset(): void {
    this.histogram.reset();
  }

  stop(): void {
    this.histogram.disable();
  }
}
