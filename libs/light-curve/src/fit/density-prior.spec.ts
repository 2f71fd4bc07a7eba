import { describe, expect, it } from 'vitest';
import { densityPrior } from './density-prior';

describe('densityPrior', () => {
  it('is that of the star with the scatter of eccentric orbits and of its errors', () => {
    const sun = { radius: 1, radiusErr: 0.1, logg: 4.438, loggErr: 0.1 };
    expect(densityPrior(sun)).toEqual({ density: 1, sigma: Math.hypot(0.47, 0.1 * Math.LN10 + 0.1) });
    expect(densityPrior({ radius: 2, radiusErr: 0.1, mass: 1 })?.sigma).toBeCloseTo(Math.hypot(0.47, 0.15));
  });

  it('is narrower for a star without errors than for one of an old catalogue', () => {
    const sun = { radius: 1, logg: 4.438 };
    expect(densityPrior(sun)?.sigma).toBeCloseTo(0.56, 2);
    expect(densityPrior({ ...sun, radiusErr: 0.2, loggErr: 0.1 })?.sigma).toBeGreaterThan(0.6);
  });

  it('takes an error that is missing or 0 for unknown', () => {
    const sun = { radius: 1, logg: 4.438 };
    const unstated = densityPrior(sun);
    expect(densityPrior({ ...sun, radiusErr: 0.1 })).toEqual(unstated);
    expect(densityPrior({ ...sun, radiusErr: 0, loggErr: Number.NaN })).toEqual(unstated);
    expect(densityPrior({ radius: 1, mass: 1 })).toEqual(unstated);
    expect(densityPrior({ ...sun, radiusErr: 0.9 })?.sigma).toBeCloseTo(Math.hypot(0.47, 0.9));
    expect(densityPrior({ ...sun, mass: 0, radiusErr: 0.1, loggErr: 0.1 })).toEqual(
      densityPrior({ ...sun, radiusErr: 0.1, loggErr: 0.1 }),
    );
  });

  it('is missing without radius or gravity', () => {
    expect(densityPrior({ radius: 1 })).toBeUndefined();
    expect(densityPrior({ logg: 4.4 })).toBeUndefined();
  });
});
