import { type IntervalHistogram, monitorEventLoopDelay } from 'node:perf_hooks';

/** Time between two samples [ms]. It is part of every sample: prom-client reports it so, and dashboards expect it. */
const RESOLUTION = 10;
/** Length of a window [ms]. */
const WINDOW = 10_000;

/** Delays in one window [ms]. */
interface Delays {
  p50: number;
  p90: number;
  p99: number;
  max: number;
}

/**
 * Measures how late the event loop runs. A reading covers the running window and the one before, thus the last 10 to 20
 * seconds, and gives the worse of the two. Reading resets nothing, so readers do not disturb each other.
 */
class EventLoopLag {
  private readonly histogram: IntervalHistogram = monitorEventLoopDelay({ resolution: RESOLUTION });
  private previous: Delays = { p50: 0, p90: 0, p99: 0, max: 0 };

  constructor() {
    this.histogram.enable();
    setInterval(() => this.startWindow(), WINDOW).unref();
  }

  /** A quantile of the time between two samples [ms]: at least `RESOLUTION`. */
  interval(quantile: keyof Delays): number {
    return Math.max(this.previous[quantile], delaysOf(this.histogram)[quantile]);
  }

  /** The 99 % quantile of the delay [ms]: 0 for an idle loop. */
  p99(): number {
    return Math.max(0, this.interval('p99') - RESOLUTION);
  }

  private startWindow(): void {
    this.previous = delaysOf(this.histogram);
    this.histogram.reset();
  }
}

function delaysOf(histogram: IntervalHistogram): Delays {
  // Without a sample its maximum is 0 and its quantiles are too.
  const at = (percent: number) => (histogram.max === 0 ? 0 : histogram.percentile(percent) / 1e6);
  return { p50: at(50), p90: at(90), p99: at(99), max: histogram.max / 1e6 };
}

let lag: EventLoopLag | undefined;

/** The one measurement of this process, which starts with the first call. */
export const eventLoopLag = (): EventLoopLag => (lag ??= new EventLoopLag());
