import { describe, expect, it } from 'vitest';
import { frequencyGrid } from './frequency-grid';
import { centralDuration, durationRange } from './orbit-limits';

describe('the frequency grid', () => {
  it('has 197,000 periods for 17 Kepler quarters from 0.5 d to a third of the span at three times the sampling of Hippke & Heller', () => {
    const span = 1470;
    const count = frequencyGrid({ span, periodMin: 0.5, periodMax: span / 3, oversampling: 3 }).length;
    expect(Math.abs(count / 197_000 - 1)).toBeLessThan(0.01);
  });

  it('lets a central transit of the Sun drift by a third of its duration over the span at most', () => {
    const span = 400;
    const grid = frequencyGrid({ span, periodMin: 0.5, periodMax: 130, oversampling: 3 });
    for (let i = 1; i < grid.length; i += 97) {
      const period = 1 / grid[i];
      const drift = (grid[i] - grid[i - 1]) * span * period;
      expect(drift).toBeLessThan((1.02 * centralDuration(period, 1)) / 3);
    }
  });

  it('runs from the longest period to the shortest, both included', () => {
    const grid = frequencyGrid({ span: 90, periodMin: 0.5, periodMax: 45 });
    expect(1 / grid[0]).toBeCloseTo(45, 9);
    expect(1 / grid[grid.length - 1]).toBeCloseTo(0.5, 9);
  });
});

describe('durations', () => {
  it('of a central transit are 13.0 h for the Earth and 3.1 h at 5 days around the Sun', () => {
    expect(24 * centralDuration(365.25, 1)).toBeCloseTo(12.98, 1);
    expect(24 * centralDuration(5, 1)).toBeCloseTo(3.1, 1);
  });

  it('are bounded by the star where it is known', () => {
    const known = durationRange(10, { density: 1, cadence: 0.0204, longestHours: 15 });
    const unknown = durationRange(10, { cadence: 0.0204, longestHours: 15 });
    expect(known.longest).toBeLessThan(unknown.longest);
    expect(known.shortest).toBeLessThan(centralDuration(10, 1) / 2);
  });
});
