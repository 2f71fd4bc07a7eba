import { describe, expect, it } from 'vitest';
import { seededRandom } from '@exoplanet/seeded-random';
import { areaLimits, wilson } from './intervals';

describe('limits of a score', () => {
  it('of a share are those of Wilson: 8 of 10 lie between 0.490 and 0.943', () => {
    // As R computes with prop.test(8, 10, correct = FALSE).
    const [low, high] = wilson(0.8, 10);
    expect(low).toBeCloseTo(0.4902, 3);
    expect(high).toBeCloseTo(0.9433, 3);
  });

  it('of an area under the ROC curve are as wide as the scatter of samples drawn from exponential scores', () => {
    const random = seededRandom(5);
    const exponential = (mean: number) => -mean * Math.log(1 - random());
    const [planets, others, mean] = [40, 60, 9];
    // A score of mean m exceeds one of mean 1 with a probability of m / (1 + m).
    const expected = mean / (1 + mean);
    const areas = Array.from({ length: 2000 }, () => {
      const above = Array.from({ length: planets }, () => exponential(mean));
      const below = Array.from({ length: others }, () => exponential(1));
      return above.reduce((sum, a) => sum + below.filter((b) => a > b).length, 0) / (planets * others);
    });
    const centre = areas.reduce((sum, area) => sum + area, 0) / areas.length;
    const scatter = Math.sqrt(areas.reduce((sum, area) => sum + (area - centre) ** 2, 0) / areas.length);
    const [low, high] = areaLimits(expected, planets, others);
    expect(centre).toBeCloseTo(expected, 2);
    expect((high - low) / 2 / 1.96 / scatter).toBeGreaterThan(0.93);
    expect((high - low) / 2 / 1.96 / scatter).toBeLessThan(1.07);
  });

  it('never leave 0 to 1', () => {
    expect(wilson(1, 5)[1]).toBe(1);
    expect(areaLimits(0.999, 20, 20)[1]).toBe(1);
  });
});
