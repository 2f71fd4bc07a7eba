import { describe, expect, it } from 'vitest';
import type { WorkerHeartbeat } from '@exoplanet/contracts/browser';
import { emptyHistory, withReport } from './history';

const worker = (id: string, processed: number): WorkerHeartbeat =>
  ({ id, processed, cpu_load: 0.5 }) as WorkerHeartbeat;

describe('the history of the workers', () => {
  it('has the rate of all workers, and a worker that starts anew adds nothing', () => {
    let history = withReport(emptyHistory, [worker('a', 10), worker('b', 100)], 0, 1_000);
    history = withReport(history, [worker('a', 30), worker('b', 0), worker('c', 50)], 2, 3_000);
    expect(history.rate).toEqual([0, 10]);
    expect(history.load).toEqual([1, 1.5]);
    expect(history.waiting).toEqual([0, 2]);
  });

  it('has one rate a report, however often the number that waits changes', () => {
    const [first, second, third] = [worker('a', 0), worker('a', 40), worker('a', 80)].map((one) => [one]);
    let history = withReport(emptyHistory, first, 0, 0);
    history = withReport(history, second, 3, 2_000);
    history = withReport(history, second, 5, 3_900);
    history = withReport(history, third, 5, 4_000);
    expect(history.rate).toEqual([0, 20, 20]);
    expect(history.waiting).toEqual([0, 5, 5]);
  });

  it('does not grow without end', () => {
    let history = emptyHistory;
    for (let i = 0; i < 500; i++) history = withReport(history, [], 0, i);
    expect(history.rate).toHaveLength(120);
  });
});
