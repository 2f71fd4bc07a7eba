import { describe, expect, it } from 'vitest';
import { contactDuration } from '../testing/inject-transit';
import { madeCurve, sunPlanet } from '../testing/made-curve';
import { allowedEphemeris } from './allowed-ephemeris';
import { fitTransit } from './fit-transit';

/** Nine transits, each of 1.6 σ. */
const WEAK_NOISE = 8e-4;

function fitted(seed: number, noise: number) {
  const planet = sunPlanet(10 + 0.05 * seed, 0.018, { impact: 0.1, epoch: 133 });
  const curve = madeCurve({ noise, planets: [planet], seed });
  const start = { period: planet.period, epoch: planet.epoch, duration: contactDuration(planet) };
  const fit = fitTransit(curve, start, { depth: 330, star: { radius: 1, mass: 1 } });
  return { planet, fit, allowed: allowedEphemeris(fit, curve) };
}

/** Root mean square. */
const scatter = (pulls: number[]) => Math.sqrt(pulls.reduce((sum, pull) => sum + pull * pull, 0) / pulls.length);

describe('errors of the ephemeris of a weak signal', () => {
  it('hold where the likelihood has several tops', () => {
    const all = Array.from({ length: 80 }, (_, seed) => fitted(seed + 1, WEAK_NOISE));
    const pulls = (of: (one: (typeof all)[number]) => { value: number; error: number }) =>
      all.map((one) => (of(one).value - one.planet.period) / of(one).error);
    const [before, after] = [pulls(({ fit }) => fit.period), pulls(({ allowed }) => allowed.period)];
    expect(scatter(after)).toBeLessThan(scatter(before));
    expect(scatter(after)).toBeGreaterThan(0.6);
    expect(scatter(after)).toBeLessThan(1.4);
    expect(after.filter((pull) => Math.abs(pull) > 3).length).toBeLessThanOrEqual(2);
  });

  it('are never smaller than those of the fit, and those of a strong one stay', () => {
    for (const [noise, seed] of [
      [WEAK_NOISE, 3],
      [1e-5, 4],
    ]) {
      const { fit, allowed } = fitted(seed, noise);
      expect(allowed.period.value).toBe(fit.period.value);
      expect(allowed.period.error).toBeGreaterThanOrEqual(fit.period.error);
      expect(allowed.epoch.error).toBeGreaterThanOrEqual(fit.epoch.error);
    }
    const strong = fitted(4, 1e-5);
    expect(strong.allowed).toEqual({ period: strong.fit.period, epoch: strong.fit.epoch });
  });
});
