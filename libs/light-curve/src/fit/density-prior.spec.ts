import { describe, expect, it } from 'vitest';
import { densityMisfit, densityPrior } from './density-prior';

const sun = { radius: 1, logg: 4.438 };
const narrow = (star: Parameters<typeof densityPrior>[0]) => densityPrior(star)!.sigmas[0];

describe('densityPrior', () => {
  it('is that of the star with the scatter of eccentric orbits and of its errors', () => {
    const errors = 0.1 * Math.LN10 + 0.1;
    expect(densityPrior({ ...sun, radiusErr: 0.1, loggErr: 0.1 })).toEqual({
      density: 1,
      sigmas: [Math.hypot(0.18, errors), Math.hypot(0.9, errors)],
    });
    expect(narrow({ radius: 2, radiusErr: 0.1, mass: 1 })).toBeCloseTo(Math.hypot(0.18, 0.15));
  });

  it('is narrower for a star without errors than for one of an old catalogue', () => {
    expect(narrow(sun)).toBeCloseTo(Math.hypot(0.18, 0.13));
    expect(narrow({ ...sun, radiusErr: 0.2, loggErr: 0.1 })).toBeGreaterThan(0.4);
  });

  it('takes an error that is missing or 0 for unknown', () => {
    const unstated = densityPrior(sun);
    expect(densityPrior({ ...sun, radiusErr: 0.1 })).toEqual(unstated);
    expect(densityPrior({ ...sun, radiusErr: 0, loggErr: Number.NaN })).toEqual(unstated);
    expect(densityPrior({ radius: 1, mass: 1 })).toEqual(unstated);
    expect(narrow({ ...sun, radiusErr: 0.9 })).toBeCloseTo(Math.hypot(0.18, 0.9));
    expect(densityPrior({ ...sun, mass: 0, radiusErr: 0.1, loggErr: 0.1 })).toEqual(
      densityPrior({ ...sun, radiusErr: 0.1, loggErr: 0.1 }),
    );
  });

  it('is missing without radius or gravity', () => {
    expect(densityPrior({ radius: 1 })).toBeUndefined();
    expect(densityPrior({ logg: 4.4 })).toBeUndefined();
  });
});

describe('densityMisfit', () => {
  const prior = densityPrior(sun)!;
  const [several, alone] = prior.sigmas;
  const misfit = (distance: number) => densityMisfit(Math.exp(distance), prior);

  it.each([-3, -0.5, -0.1, 0, 0.1, 0.5, 3])(
    'at %d of the logarithm gives the probability of both kinds of orbit',
    (at) => {
      const normal = (sigma: number, distance: number) => Math.exp(-((distance / sigma) ** 2) / 2) / sigma;
      const probability = (distance: number) => normal(several, distance) + normal(alone, distance);
      expect(misfit(at) ** 2 / 2).toBeCloseTo(Math.log(probability(0) / probability(at)), 10);
      expect(Math.sign(misfit(at))).toBe(Math.sign(at));
    },
  );

  it('is finite however far the density is', () => {
    expect(misfit(200)).toBeLessThan(misfit(300));
    expect(Number.isFinite(misfit(-700))).toBe(true);
  });
});
