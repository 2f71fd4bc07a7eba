import { describe, expect, it } from 'vitest';
import { UnreachableConditionError, until } from './until.mjs';

describe('until', () => {
  it('returns what the condition gives as soon as that is true', async () => {
    let calls = 0;
    expect(await until('three calls', () => (++calls === 3 ? 'done' : undefined), { everyMs: 1 })).toBe('done');
    expect(calls).toBe(3);
  });

  it('counts an error as "not yet", and reports the last one when the time is over', async () => {
    const failing = () => Promise.reject(new Error('connection refused'));
    await expect(until('an answer', failing, { seconds: 0.05, everyMs: 5 })).rejects.toThrow(
      'waited 0.05 s for an answer: connection refused',
    );
  });

  it('stops at once when the condition can no longer come true', async () => {
    const started = performance.now();
    const ended = () => {
      throw new UnreachableConditionError('the process has ended');
    };
    await expect(until('an answer', ended)).rejects.toThrow('the process has ended');
    expect(performance.now() - started).toBeLessThan(1000);
  });

  it('stops when its signal is aborted', async () => {
    const signal = AbortSignal.timeout(20);
    await expect(until('nothing', () => false, { everyMs: 5, signal })).rejects.toMatchObject({ name: 'TimeoutError' });
  });
});
