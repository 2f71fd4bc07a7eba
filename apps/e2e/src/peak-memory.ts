import { procText } from './proc';
import type { Process } from './stack';

/** Interval of the measurements [ms]. */
const INTERVAL = 20;

/** Watches the resident memory of a process and its child processes from outside, through Linux's /proc. */
export class PeakMemory {
  private peak: number;
  private readonly timer: NodeJS.Timeout;

  constructor(process: Process) {
    this.peak = PeakMemory.now(process);
    this.timer = setInterval(() => (this.peak = Math.max(this.peak, PeakMemory.now(process))), INTERVAL);
  }

  /** Resident memory of the process and its children at present [MB]. */
  static now(process: Process): number {
    return [process.pid, ...process.children()].map(residentMemory).reduce((sum, memory) => sum + memory, 0);
  }

  /** Ends the watch. @returns the highest memory that was seen [MB] */
  stop(): number {
    clearInterval(this.timer);
    return this.peak;
  }
}

/** [MB]; 0 for a process that has ended. */
function residentMemory(pid: number): number {
  return Number(/^VmRSS:\s+(\d+) kB$/m.exec(procText(`${pid}/status`))?.[1] ?? 0) / 1000;
}
