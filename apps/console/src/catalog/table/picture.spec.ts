import { describe, expect, it } from 'vitest';
import { pictureOf, shareOf, valueAt } from './picture';

const sum = (counts: Uint32Array) => counts.reduce((total, count) => total + count, 0);

describe('a picture of columns', () => {
  it('of many rows counts each that has a place, once', () => {
    const rows = 60_000;
    const values = Float64Array.from({ length: rows }, (_, row) => (row % 1000) + 1);
    values[0] = NaN;
    const chosen = new Uint8Array(rows).fill(1, 0, 100);
    const picture = pictureOf({ name: 'x', log: true, values }, { name: 'y', log: false, values }, chosen);
    if (picture.kind !== 'density') throw new Error(picture.kind);
    expect(sum(picture.all)).toBe(rows - 1);
    expect(sum(picture.some)).toBe(99);
  });

  it('of one column counts it in bars of equal width', () => {
    const { kind, ...bars } = pictureOf({ name: 'p', log: false, values: [0, 0.01, 0.5, 1] }, undefined, undefined);
    expect(kind).toBe('bars');
    expect((bars as { all: Uint32Array }).all[0]).toBe(2);
    expect((bars as { all: Uint32Array }).all[39]).toBe(1);
  });

  it('of no values has an axis all the same', () => {
    expect(pictureOf({ name: 'x', log: true, values: [NaN, -1] }, undefined, undefined).x).toEqual({
      min: 0.1,
      max: 10,
      log: true,
    });
  });

  it.each([true, false])('has places that lead back to their values, logarithm %s', (log) => {
    const range = { min: 0.5, max: 700, log };
    for (const value of [0.5, 3, 699]) expect(valueAt(range, shareOf(range, value))).toBeCloseTo(value, 9);
  });
});
