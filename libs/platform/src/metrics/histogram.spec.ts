import { Histogram as Reference, Registry } from 'prom-client';
import { describe, expect, it } from 'vitest';
import { Histogram } from './histogram';

const options = { name: 'wait_seconds', help: 'How long', labels: ['kind'] as const, buckets: [0.1, 1, 10] };

describe('the histogram', () => {
  it('is written exactly as prom-client writes its own', async () => {
    const [ours, theirs] = [new Registry(), new Registry()];
    const histogram = new Histogram(options, ours);
    const reference = new Reference({
      name: options.name,
      help: options.help,
      labelNames: ['kind'],
      buckets: options.buckets,
      registers: [theirs],
    });
    for (const [kind, value] of [
      ['a', 0.05],
      ['a', 0.1],
      ['b', 0.5],
      ['a', 5],
      ['a', 50],
      ['b', 10.5],
    ] as const) {
      histogram.series({ kind }).observe(value);
      reference.observe({ kind }, value);
    }
    expect(await ours.metrics()).toBe(await theirs.metrics());
  });

  it('gives the same series for the same labels', () => {
    const histogram = new Histogram(options, new Registry());
    expect(histogram.series({ kind: 'a' })).toBe(histogram.series({ kind: 'a' }));
    expect(histogram.series({ kind: 'a' })).not.toBe(histogram.series({ kind: 'b' }));
  });
});
