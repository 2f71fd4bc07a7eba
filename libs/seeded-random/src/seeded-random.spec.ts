import { describe, expect, it } from 'vitest';
import { seededNormal, seededRandom } from './index';

describe('seeded random numbers', () => {
  it('are those of mulberry32', () => {
    const random = seededRandom(0);
    // From the reference implementation in C: https://gist.github.com/tommyettinger/46a874533244883189143505d203312c
    const expected = [1144304738, 1416247, 958946056].map((bits) => bits / 2 ** 32);
    expect([random(), random(), random()]).toEqual(expected);
  });

  it('are uniform: mean 1/2, variance 1/12', () => {
    const random = seededRandom(3);
    const sample = Array.from({ length: 50_000 }, random);
    const mean = sample.reduce((sum, value) => sum + value, 0) / sample.length;
    const variance = sample.reduce((sum, value) => sum + (value - mean) ** 2, 0) / sample.length;
    expect(Math.abs(mean - 1 / 2)).toBeLessThan(0.005);
    expect(Math.abs(variance - 1 / 12)).toBeLessThan(0.002);
  });

  it('follow the standard normal distribution', () => {
    const sample = Float64Array.from({ length: 50_000 }, seededNormal(5)).sort();
    // Quantiles of the normal distribution at 2.5, 16, 50, 84 and 97.5 %.
    const quantiles = { 0.025: -1.95996, 0.16: -0.99446, 0.5: 0, 0.84: 0.99446, 0.975: 1.95996 };
    for (const [level, expected] of Object.entries(quantiles))
      expect(Math.abs(sample[Math.round(Number(level) * sample.length)] - expected)).toBeLessThan(0.03);
  });
});
