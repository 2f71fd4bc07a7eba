import { describe, expect, it } from 'vitest';
import { madeCurve, sunPlanet } from '@exoplanet/light-curve/testing';
import { binned, fold, nudge, ofParity, quantiles, river } from './fold';

const made = madeCurve({ span: 90, noise: 1e-5, seed: 2, planets: [sunPlanet(7.31, 0.05)] });
const curve = { time: Float64Array.from(made.time), flux: Float32Array.from(made.flux) };

describe('folding', () => {
  it('puts every transit of a made planet at zero', () => {
    const folded = fold(curve, 7.31, 131.3, 8);
    const { x, y } = binned(folded, -8, 8, 64);
    const deepest = x[y.indexOf(Math.min(...y))];
    expect(Math.abs(deepest)).toBeLessThan(1);
    expect(1 - Math.min(...y)).toBeGreaterThan(0.05 ** 2 * 0.9);
  });

  it('at half the period leaves every second transit empty', () => {
    const half = fold(curve, 7.31 / 2, 131.3, 2);
    const [odd, even] = [true, false].map((isOdd) => binned(ofParity(half, isOdd), -0.5, 0.5, 1).y[0]);
    expect(even).toBeLessThan(0.9985);
    expect(odd).toBeGreaterThan(0.9999);
  });

  it('keeps the points that have no flux out', () => {
    expect(fold({ time: Float64Array.of(1, 2, 3), flux: Float32Array.of(1, NaN, 1) }, 1, 1).phase).toHaveLength(2);
  });

  it('of 65,000 points takes less than 100 ms', () => {
    const time = Float64Array.from({ length: 65_000 }, (_, i) => 120 + i * 0.0204);
    const many = { time, flux: new Float32Array(65_000).fill(1) };
    fold(many, 3.3, 121);
    const started = performance.now();
    fold(many, 3.4, 121);
    expect(performance.now() - started).toBeLessThan(100);
  });
});

describe('a river', () => {
  it('has a row for each transit, oldest first, and gaps where there is no data', () => {
    const image = river(fold(curve, 7.31, 131.3, 10), 10, 21);
    expect(image.transits).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
    expect(image.values[10]).toBeLessThan(0.999);
    const sparse = river({ phase: Float32Array.of(0), flux: Float32Array.of(1), transit: Int32Array.of(5) }, 1, 3);
    expect([...sparse.values]).toEqual([NaN, 1, NaN]);
  });
});

describe('a nudge', () => {
  it('moves the last transit by a tenth of the duration', () => {
    const step = nudge(10, 1000, 2.4);
    expect(step * (1000 / 10)).toBeCloseTo(0.01, 6);
  });
});

describe('a quantile', () => {
  it('leaves missing values out', () => {
    expect(quantiles([3, NaN, 1, 2], 0, 0.5)).toEqual([1, 2]);
    expect(quantiles([], 0.5)).toEqual([NaN]);
  });
});
