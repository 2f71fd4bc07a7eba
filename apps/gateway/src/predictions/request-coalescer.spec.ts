import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { RequestCoalescer } from './request-coalescer';

describe('coalescing requests', () => {
  const recorder = () => {
    const sent: [string, number[]][] = [];
    const coalescer = new RequestCoalescer<number, string>((kind, items) => {
      sent.push([kind, items]);
      return Promise.resolve(items.map((item) => `${kind}${item}`));
    }, 3);
    return { sent, coalescer };
  };

  it('sends the requests of one turn together and gives each its own result', async () => {
    const { sent, coalescer } = recorder();
    const answers = await Promise.all([coalescer.add('a', 1), coalescer.add('b', 2), coalescer.add('a', 3)]);
    expect(answers).toEqual(['a1', 'b2', 'a3']);
    expect(sent).toEqual([
      ['a', [1, 3]],
      ['b', [2]],
    ]);
  });

  it('sends a lone request without waiting for others', async () => {
    const { sent, coalescer } = recorder();
    await coalescer.add('a', 1);
    await coalescer.add('a', 2);
    expect(sent.map(([, items]) => items)).toEqual([[1], [2]]);
  });

  it('sends requests that arrive during a send together, once it has finished', async () => {
    const sent: number[][] = [];
    const arrivals: (() => void)[] = [];
    const coalescer = new RequestCoalescer<number, number>((_kind, items) => {
      sent.push(items);
      return new Promise((arrived) => arrivals.push(() => arrived(items)));
    });
    const first = coalescer.add('a', 1);
    await turn();
    const later = [coalescer.add('a', 2)];
    await turn();
    later.push(coalescer.add('a', 3));
    await turn();
    expect(sent).toEqual([[1]]);
    arrivals[0]();
    await first;
    await turn();
    expect(sent).toEqual([[1], [2, 3]]);
    arrivals[1]();
    expect(await Promise.all(later)).toEqual([2, 3]);
  });

  it('waits for more after a batch that many requests shared, and no longer after one that few shared', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout'] });
    onTestFinished(() => void vi.useRealTimers());
    const sent: number[][] = [];
    const coalescer = new RequestCoalescer<number, number>((_kind, items) => {
      sent.push(items);
      return Promise.resolve(items);
    });
    await Promise.all([1, 2, 3, 4].map((item) => coalescer.add('a', item)));
    const later = [coalescer.add('a', 5)];
    await turn();
    later.push(coalescer.add('a', 6));
    await turn();
    expect(sent).toEqual([[1, 2, 3, 4]]);
    vi.advanceTimersByTime(1);
    expect(await Promise.all(later)).toEqual([5, 6]);
    expect(await coalescer.add('a', 7)).toBe(7);
    expect(sent).toEqual([[1, 2, 3, 4], [5, 6], [7]]);
  });

  it('does not keep a full batch waiting', async () => {
    const sent: number[][] = [];
    const coalescer = new RequestCoalescer<number, number>((_kind, items) => {
      sent.push(items);
      return Promise.resolve(items);
    }, 4);
    const of = (items: number[]) => items.map((item) => coalescer.add('a', item));
    await Promise.all(of([1, 2, 3, 4]));
    const later = of([5, 6, 7, 8, 9]);
    await turn();
    expect(sent).toEqual([
      [1, 2, 3, 4],
      [5, 6, 7, 8],
    ]);
    expect(await Promise.all(later)).toEqual([5, 6, 7, 8, 9]);
  });

  it('starts another batch when one is full', async () => {
    const { sent, coalescer } = recorder();
    await Promise.all([1, 2, 3, 4, 5].map((item) => coalescer.add('a', item)));
    expect(sent.map(([, items]) => items)).toEqual([
      [1, 2, 3],
      [4, 5],
    ]);
  });

  it('limits a batch by the weight of its items', async () => {
    const { sent, coalescer } = recorder();
    await Promise.all([coalescer.add('a', 1, 2), coalescer.add('a', 2, 2), coalescer.add('a', 3, 1)]);
    expect(sent.map(([, items]) => items)).toEqual([[1], [2, 3]]);
  });

  it('fails every request of a failed batch, and no other', async () => {
    const coalescer = new RequestCoalescer<number, number>((kind, items) =>
      kind === 'bad' ? Promise.reject(new Error('lost')) : Promise.resolve(items),
    );
    const results = await Promise.allSettled([
      coalescer.add('bad', 1),
      coalescer.add('good', 2),
      coalescer.add('bad', 3),
    ]);
    expect(results.map(({ status }) => status)).toEqual(['rejected', 'fulfilled', 'rejected']);
  });
});
