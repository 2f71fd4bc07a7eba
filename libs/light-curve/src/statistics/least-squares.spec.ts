import { describe, expect, it } from 'vitest';
import { covarianceAt, type Problem } from './least-squares';

/** Measurements of a + b · weight, each with σ = 0.1. */
function lineProblem(weights: readonly number[]): Problem {
  return {
    start: [1, 2],
    lower: [-1e6, 0],
    upper: [1e6, 10],
    steps: [1e-3, 1e-3],
    residuals: ([a, b]) => Float64Array.from(weights, (weight) => (a + b * weight) / 0.1),
  };
}

describe('the covariance of fitted parameters', () => {
  it('is that of a straight line', () => {
    const [[a, ab], [, b]] = covarianceAt([1, 2], lineProblem([-1, 0, 1]));
    expect(a).toBeCloseTo(0.01 / 3, 6);
    expect(b).toBeCloseTo(0.01 / 2, 4);
    expect(ab).toBeCloseTo(0, 6);
  });

  it('is at most as wide as the bounds where the data cannot separate two parameters', () => {
    const [[a], [, b]] = covarianceAt([1, 2], lineProblem([1, 1, 1]));
    expect(Math.sqrt(b)).toBeCloseTo(10 / Math.sqrt(12), 2);
    expect(Math.sqrt(a)).toBeCloseTo(10 / Math.sqrt(12), 2);
  });
});
