import type { JobRecord } from './job-record';

/** One caller that waits for the end of a job. */
class Waiter {
  /** [ms, monotonic] */
  readonly since = performance.now();
  readonly outcome: Promise<JobRecord | undefined>;
  timer?: NodeJS.Timeout;
  private resolve!: (record: JobRecord | undefined) => void;

  constructor(readonly id: string) {
    this.outcome = new Promise((resolve) => (this.resolve = resolve));
  }

  settle(record: JobRecord | undefined): void {
    clearTimeout(this.timer);
    this.resolve(record);
  }
}

/** Callers that wait for the end of a job, each with a deadline. */
export class OutcomeWaiters {
  private readonly waiters = new Map<string, Set<Waiter>>();
  private stopped = false;

  /** Its outcome is the finished record, or undefined after `waitMs` (Infinity: no deadline). */
  wait(id: string, waitMs: number): Waiter {
    const waiter = new Waiter(id);
    if (this.stopped) {
      waiter.settle(undefined);
      return waiter;
    }
    if (Number.isFinite(waitMs)) waiter.timer = setTimeout(() => this.stop(waiter), waitMs);
    const others = this.waiters.get(id);
    if (others) others.add(waiter);
    else this.waiters.set(id, new Set([waiter]));
    return waiter;
  }

  /** Ends a wait without an outcome. */
  stop(waiter: Waiter): void {
    const others = this.waiters.get(waiter.id);
    others?.delete(waiter);
    if (others?.size === 0) this.waiters.delete(waiter.id);
    waiter.settle(undefined);
  }

  has(id: string): boolean {
    return this.waiters.has(id);
  }

  settle(record: JobRecord): void {
    for (const waiter of this.waiters.get(record.id) ?? []) waiter.settle(record);
    this.waiters.delete(record.id);
  }

  /** Ids of jobs that somebody has awaited for longer than this [ms]. */
  olderThan(age: number): string[] {
    const before = performance.now() - age;
    return [...this.waiters]
      .filter(([, waiters]) => [...waiters].some(({ since }) => since <= before))
      .map(([id]) => id);
  }

  /** Ends every wait without an outcome, and each later one at once. */
  stopAll(): void {
    this.stopped = true;
    for (const waiters of this.waiters.values()) for (const waiter of waiters) waiter.settle(undefined);
    this.waiters.clear();
  }
}
