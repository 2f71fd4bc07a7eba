import { Injectable } from '@nestjs/common';

/** Counts what this worker has done since it started. */
@Injectable()
export class ThroughputService {
  processed = 0;
  failures = 0;
  private commands = 0;
  private milliseconds = 0;

  finished(tasks: number, milliseconds: number): void {
    this.processed += tasks;
    this.commands += 1;
    this.milliseconds += milliseconds;
  }

  failed(tasks: number): void {
    this.failures += tasks;
  }

  /** Mean time of a finished command [ms]; null before the first. */
  get meanMilliseconds(): number | null {
    return this.commands > 0 ? Math.round((1000 * this.milliseconds) / this.commands) / 1000 : null;
  }
}
