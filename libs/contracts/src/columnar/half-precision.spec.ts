import { describe, expect, it } from 'vitest';
import { fromHalf, toHalf } from './half-precision';

describe('half precision', () => {
  // IEEE 754-2019, binary16: sign, 5 bits of exponent with bias 15, 10 of fraction.
  it.each([
    [0, 0x0000],
    [-0, 0x8000],
    [1, 0x3c00],
    [-2, 0xc000],
    [65504, 0x7bff],
    [65520, 0x7c00],
    [2 ** -14, 0x0400],
    [2 ** -24, 0x0001],
    [2 ** -25, 0x0000],
    [1 / 3, 0x3555],
    [1 + 2 ** -11, 0x3c00],
    [1 + 3 * 2 ** -11, 0x3c02],
    [2 - 2 ** -12, 0x4000],
    [-Infinity, 0xfc00],
  ])('of %d has the bits %i', (value, bits) => {
    expect(toHalf(value)).toBe(bits);
  });

  it('gives back each of the 65,536 patterns', () => {
    const wrong = Array.from({ length: 65_536 }, (_, bits) => bits).filter((bits) => {
      const value = fromHalf(bits);
      return Number.isNaN(value) ? (bits & 0x7c00) !== 0x7c00 : toHalf(value) !== bits;
    });
    expect(wrong).toEqual([]);
  });
});
