import { describe, expect, it } from 'vitest';
import { logTicks, ticks, tickText } from './ticks';

describe('ticks', () => {
  it('are round and inside the axis', () => {
    expect(ticks(0, 1)).toEqual([0, 0.2, 0.4, 0.6, 0.8, 1]);
    expect(ticks(130.2, 219.7, 4)).toEqual([150, 200]);
    expect(ticks(0.9994, 1.0003, 3)).toEqual([0.9995, 1]);
    expect(ticks(1, 1)).toEqual([]);
  });

  it('of a logarithm are 1, 2, 5, or decades where there are many', () => {
    expect(logTicks(0.5, 20)).toEqual([0.5, 1, 2, 5, 10, 20]);
    expect(logTicks(1, 1e6)).toEqual([1, 10, 100, 1000, 10000, 100000, 1000000]);
  });

  it('have the decimals that their step needs', () => {
    expect(tickText(0.9995, [0.9995, 1])).toBe('0.9995');
    expect(tickText(-2, [-2, 0, 2])).toBe('−2');
  });
});
