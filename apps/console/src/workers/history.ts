import type { WorkerHeartbeat } from '@exoplanet/contracts/browser';

/** How many reports the plots show. */
const KEPT = 120;

/** What the moving plots show, oldest first. */
export interface History {
  waiting: number[];
  /** Tasks finished by all workers [1/s]. */
  rate: number[];
  /** CPU of all workers [cores]. */
  load: number[];
  /** Of the last report, to find the rate: when it came [ms], and what each worker had finished. */
  last?: { workers: readonly WorkerHeartbeat[]; at: number; finished: Map<string, number> };
}

export const emptyHistory: History = { waiting: [], rate: [], load: [] };

/**
 * Adds a report; the same one again only changes what waits. A worker that is new, or counts from zero again, adds nothing to the
 * rate.
 */
export function withReport(
  history: History,
  workers: readonly WorkerHeartbeat[],
  waiting: number,
  now = Date.now(),
): History {
  if (workers === history.last?.workers) return { ...history, waiting: [...history.waiting.slice(0, -1), waiting] };
  const finished = new Map(workers.map(({ id, processed }) => [id, processed]));
  const { last } = history;
  const seconds = last ? (now - last.at) / 1000 : 0;
  const more = last
    ? [...finished].reduce((sum, [id, value]) => sum + Math.max(0, value - (last.finished.get(id) ?? value)), 0)
    : 0;
  const add = (values: number[], value: number) => [...values, value].slice(-KEPT);
  return {
    waiting: add(history.waiting, waiting),
    rate: add(history.rate, seconds > 0 ? more / seconds : 0),
    load: add(
      history.load,
      workers.reduce((sum, { cpu_load }) => sum + cpu_load, 0),
    ),
    last: { workers, at: now, finished },
  };
}
