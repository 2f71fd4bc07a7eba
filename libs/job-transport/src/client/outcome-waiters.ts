import type { JobRecord } from '../record/job-record';

interface Waiter {
  since: number;
  settle(record: JobRecord | undefined): void;
}

/** Who waits for the end of which job, each with a deadline. */
export class OutcomeWaiters {
  private readonly waiters = new Map<string, Set<Waiter>>();

  /** Resolves with the finished record, or undefined after `waitMs` (Infinity: never). */
  wait(id: string, waitMs: number): { outcome: Promise<JobRecord | undefined>; stop: () => void } {
    let stop = () => {};
    const outcome = new Promise<JobRecord | undefined>((resolve) => {
      let timer: NodeJS.Timeout | undefined;
      const waiter: Waiter = {
        since: Date.now(),
        settle: (record) => {
          clearTimeout(timer);
          this.remove(id, waiter);
          resolve(record);
        },
      };
      stop = () => waiter.settle(undefined);
      if (Number.isFinite(waitMs)) timer = setTimeout(stop, waitMs);
      const others = this.waiters.get(id);
      if (others) others.add(waiter);
      else this.waiters.set(id, new Set([waiter]));
    });
    return { outcome, stop };
  }

  has(id: string): boolean {
    return this.waiters.has(id);
  }

  settle(record: JobRecord): void {
    for (const waiter of this.waiters.get(record.id) ?? []) waiter.settle(record);
  }

  /** Ids of jobs that somebody has waited for longer than this [ms]. */
  olderThan(age: number): string[] {
    const before = Date.now() - age;
    return [...this.waiters]
      .filter(([, waiters]) => [...waiters].some(({ since }) => since <= before))
      .map(([id]) => id);
  }

  stopAll(): void {
    for (const waiters of this.waiters.values()) for (const waiter of waiters) waiter.settle(undefined);
  }

  private remove(id: string, waiter: Waiter): void {
    const others = this.waiters.get(id);
    others?.delete(waiter);
    if (!others?.size) this.waiters.delete(id);
  }
}
