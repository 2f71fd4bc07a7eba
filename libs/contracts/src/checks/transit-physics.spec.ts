import { describe, expect, it } from 'vitest';
import {
  coveredShare,
  equilibriumTemperature,
  insolation,
  insolationAt,
  scaledAxis,
  semiMajorAxis,
  stellarDensity,
  stellarMass,
  transitDuration,
} from './transit-physics';

/** Whether a value is within a relative tolerance of what a paper or a definition gives. */
const near = (value: number, expected: number, tolerance: number) =>
  expect(Math.abs(value / expected - 1)).toBeLessThan(tolerance);

describe('the formulas of transits', () => {
  it('give the Earth and the Sun', () => {
    near(stellarMass(4.438, 1), 1, 1e-9);
    near(semiMajorAxis(365.25, 1), 1, 1e-4);
    near(scaledAxis(365.25, 1), 215.03, 1e-4);
    near(insolation(1, 5772, 1), 1, 1e-9);
    near(equilibriumTemperature(1), 278.3, 1e-9);
    near(insolationAt(equilibriumTemperature(93.59)), 93.59, 1e-9);
    // 13 hours: https://science.nasa.gov/mission/kepler (a transit of Earth across the centre of the Sun).
    near(transitDuration(365.25, 215.03, 0.00917, 0), 13.1, 0.01);
  });

  it('give HD 209458 b as in Torres, Winn & Holman 2008 (ApJ 677, 1324)', () => {
    const density = stellarDensity(1.119, 1.155);
    near(scaledAxis(3.52474859, density), 8.76, 0.01);
    near(transitDuration(3.52474859, 8.76, 0.12086, 0.507), 3.072, 0.01);
    near(equilibriumTemperature(insolation(1.155, 6065, 0.04707)), 1449, 0.01);
    near(stellarMass(4.361, 1.155), 1.119, 0.01);
  });

  it('cover as much of the star as the discs overlap', () => {
    expect(coveredShare(0.1, 0)).toBeCloseTo(0.01, 12);
    expect(coveredShare(0.1, 0.9)).toBeCloseTo(0.01, 12);
    expect(coveredShare(2, 0.5)).toBe(1);
    expect(coveredShare(0.1, 1.1)).toBe(0);
    // Two equal circles, each through the centre of the other: a lens of 2π/3 − √3/2.
    expect(coveredShare(1, 1)).toBeCloseTo((2 * Math.PI) / 3 / Math.PI - Math.sqrt(3) / 2 / Math.PI, 12);
  });

  it.each([
    [0.2, 1.05],
    [0.8, 0.7],
    [1.5, 1.2],
  ])('cover the share that a fine grid counts: ratio %f at distance %f', (ratio, distance) => {
    const steps = 1000;
    let covered = 0;
    let total = 0;
    for (let i = 0; i < steps; i++) {
      for (let j = 0; j < steps; j++) {
        const x = (2 * (i + 0.5)) / steps - 1;
        const y = (2 * (j + 0.5)) / steps - 1;
        if (x * x + y * y > 1) continue;
        total++;
        if ((x - distance) ** 2 + y * y < ratio * ratio) covered++;
      }
    }
    expect(Math.abs(coveredShare(ratio, distance) - covered / total)).toBeLessThan(5e-4);
  });
});
