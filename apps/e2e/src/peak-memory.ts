import { readFileSync } from 'node:fs';
import type { Process } from './stack';

/** Interval of the measurements [ms]. */
const INTERVAL = 20;

/** Watches the resident memory of a process from outside, through Linux's /proc. */
export class PeakMemory {
  private peak: number;
  private readonly timer: NodeJS.Timeout;

  constructor(process: Process) {
    this.peak = PeakMemory.now(process);
    this.timer = setInterval(() => (this.peak = Math.max(this.peak, PeakMemory.now(process))), INTERVAL);
  }

  /** Resident memory [MB]. */
  static now({ pid }: Process): number {
    return Number(/^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))![1]) / 1000;
  }

  /** Ends the watch. @returns the highest memory that was seen [MB] */
  stop(): number {
    clearInterval(this.timer);
    return this.peak;
  }
}
