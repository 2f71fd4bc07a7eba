import type { Progress } from '../bullmq-adapter/job-consumer';

/** Writes the latest reported value, at most once each interval. Progress is optional: a failed write is not an error. */
export class ProgressReporter {
  private latest?: { value: Progress };
  private writing: Promise<void> = Promise.resolve();
  private timer?: NodeJS.Timeout;
  /** [ms, monotonic] */
  private nextAt = -Infinity;

  constructor(
    private readonly write: (value: Progress) => Promise<void>,
    private readonly interval: number,
  ) {}

  report(value: Progress): void {
    this.latest = { value };
    if (this.timer) return;
    const wait = this.nextAt - performance.now();
    if (wait <= 0) this.flush();
    else this.timer = setTimeout(() => this.flush(), wait);
  }

  /** Writes the value that is still pending and accepts no more. */
  async end(): Promise<void> {
    this.flush();
    this.stop();
    await this.writing;
  }

  /** Drops the value that is still pending and accepts no more. */
  stop(): void {
    clearTimeout(this.timer);
    this.report = () => undefined;
  }

  private flush(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    if (!this.latest) return;
    const { value } = this.latest;
    this.latest = undefined;
    this.nextAt = performance.now() + this.interval;
    this.writing = this.writing.then(() => this.write(value)).catch(() => undefined);
  }
}
