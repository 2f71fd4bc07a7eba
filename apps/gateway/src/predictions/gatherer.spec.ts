import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { Gatherer } from './gatherer';

describe('gathering requests', () => {
  const recorder = () => {
    const sent: [string, number[]][] = [];
    const gatherer = new Gatherer<number, string>(async (kind, items) => {
      sent.push([kind, items]);
      return items.map((item) => `${kind}${item}`);
    }, 3);
    return { sent, gatherer };
  };

  it('sends what came within one turn as one, and answers each its own', async () => {
    const { sent, gatherer } = recorder();
    const answers = await Promise.all([gatherer.add('a', 1), gatherer.add('b', 2), gatherer.add('a', 3)]);
    expect(answers).toEqual(['a1', 'b2', 'a3']);
    expect(sent).toEqual([
      ['a', [1, 3]],
      ['b', [2]],
    ]);
  });

  it('does not keep one waiting for the next turn', async () => {
    const { sent, gatherer } = recorder();
    await gatherer.add('a', 1);
    await gatherer.add('a', 2);
    expect(sent.map(([, items]) => items)).toEqual([[1], [2]]);
  });

  it('sends what comes while something is on its way as one, when that has arrived', async () => {
    const sent: number[][] = [];
    const arrivals: (() => void)[] = [];
    const gatherer = new Gatherer<number, number>((_kind, items) => {
      sent.push(items);
      return new Promise((arrived) => arrivals.push(() => arrived(items)));
    });
    const first = gatherer.add('a', 1);
    await turn();
    const later = [gatherer.add('a', 2)];
    await turn();
    later.push(gatherer.add('a', 3));
    await turn();
    expect(sent).toEqual([[1]]);
    arrivals[0]();
    await first;
    await turn();
    expect(sent).toEqual([[1], [2, 3]]);
    arrivals[1]();
    expect(await Promise.all(later)).toEqual([2, 3]);
  });

  it('begins another when one is full', async () => {
    const { sent, gatherer } = recorder();
    await Promise.all([1, 2, 3, 4, 5].map((item) => gatherer.add('a', item)));
    expect(sent.map(([, items]) => items)).toEqual([
      [1, 2, 3],
      [4, 5],
    ]);
  });

  it('counts what is heavy by its weight', async () => {
    const { sent, gatherer } = recorder();
    await Promise.all([gatherer.add('a', 1, 2), gatherer.add('a', 2, 2), gatherer.add('a', 3, 1)]);
    expect(sent.map(([, items]) => items)).toEqual([[1], [2, 3]]);
  });

  it('fails everyone who travels with a failure, and nobody else', async () => {
    const gatherer = new Gatherer<number, number>((kind, items) =>
      kind === 'bad' ? Promise.reject(new Error('lost')) : Promise.resolve(items),
    );
    const results = await Promise.allSettled([gatherer.add('bad', 1), gatherer.add('good', 2), gatherer.add('bad', 3)]);
    expect(results.map(({ status }) => status)).toEqual(['rejected', 'fulfilled', 'rejected']);
  });
});
