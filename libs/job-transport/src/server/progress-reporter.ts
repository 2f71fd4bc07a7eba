type Progress = string | number | boolean | object;

/** Writes the latest value given, at most once each interval. Progress is a courtesy: a failed write is not an error. */
export class ProgressReporter {
  private latest?: { value: Progress };
  private writing: Promise<void> = Promise.resolve();
  private timer?: NodeJS.Timeout;
  private nextAt = 0;

  constructor(
    private readonly write: (value: Progress) => Promise<void>,
    private readonly interval: number,
  ) {}

  report(value: Progress): void {
    this.latest = { value };
    if (this.timer) return;
    const wait = this.nextAt - Date.now();
    if (wait <= 0) this.flush();
    else this.timer = setTimeout(() => this.flush(), wait);
  }

  /** Writes what is held back and takes no more. */
  async end(): Promise<void> {
    this.flush();
    this.stop();
    await this.writing;
  }

  /** Takes no more and drops what is held back. */
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
    this.nextAt = Date.now() + this.interval;
    this.writing = this.writing.then(() => this.write(value)).catch(() => undefined);
  }
}
