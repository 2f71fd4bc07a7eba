import { describe, expect, it } from 'vitest';
import { leastSquares } from '../statistics/least-squares';
import { contactDuration } from '../testing/inject-transit';
import { madeCurve, sunPlanet, withBoxes } from '../testing/made-curve';
import { mandelAgolFlux } from '../testing/mandel-agol';
import type { Ephemeris, LightCurve } from '../types';
import { fitTransit, modelFlux } from './fit-transit';

const rough = (planet: ReturnType<typeof sunPlanet>): { period: number; epoch: number; duration: number } => ({
  period: planet.period * 1.0003,
  epoch: planet.epoch + 0.02,
  duration: contactDuration(planet) * 0.85,
});

/** The curve with brightenings where transits would be. */
const withBumps = (curve: LightCurve, at: Ephemeris): LightCurve => withBoxes(curve, { ...at, depth: -300 });

describe('a fit', () => {
  it('measures what was injected', () => {
    const planet = sunPlanet(8.3, 0.09);
    const curve = madeCurve({ noise: 1e-4, planets: [planet], seed: 3 });
    const fit = fitTransit(curve, rough(planet), { depth: 7000 });
    const depth = 1e6 * (1 - mandelAgolFlux(planet.impact, planet.radiusRatio, planet.limb));
    expect(fit.period.value).toBeCloseTo(8.3, 4);
    expect(fit.epoch.value).toBeCloseTo(planet.epoch, 3);
    expect(fit.duration.value / contactDuration(planet)).toBeCloseTo(1, 1);
    expect(fit.depth.value / depth).toBeCloseTo(1, 1);
    expect(fit.radiusRatio.value).toBeCloseTo(0.09, 2);
    expect(fit.separation / planet.separation).toBeGreaterThan(0.75);
    expect(fit.reducedChiSquare).toBeLessThan(1.5);
  });

  it.each([3, 17, 58, 59, 123])('of one transit, %i periods after the given epoch, moves its time alone', (periods) => {
    const planet = sunPlanet(50.1234, 0.09, { epoch: 160.3 });
    const curve = madeCurve({ span: 48, planets: [planet], seed: 4 });
    const epoch = planet.epoch - periods * planet.period + 0.01;
    const fit = fitTransit(curve, { period: planet.period, epoch, duration: contactDuration(planet) }, { depth: 7000 });
    expect(fit.period.value).toBe(planet.period);
    expect(fit.period.error / (contactDuration(planet) / 48)).toBeCloseTo(1, 1);
    expect(Math.abs(fit.epoch.value - planet.epoch)).toBeLessThan(4 * fit.epoch.error);
    expect(fit.epoch.error).toBeLessThan(0.01);
    expect(fit.epoch.error).toBeGreaterThan(0);
  });

  it('keeps limb darkening that is given, at the edge of what may be given', () => {
    const planet = sunPlanet(8.3, 0.09);
    const curve = madeCurve({ noise: 1e-4, planets: [planet], seed: 3 });
    const fit = fitTransit(curve, rough(planet), { depth: 7000, limb: { u1: 0.9, u2: -0.45 } });
    expect(fit.limb.u2).toBeCloseTo(-0.45, 2);
    expect(fit.reducedChiSquare).toBeLessThan(2);
  });

  it('keeps the ephemeris of a fold without a dip, and gives it an error', () => {
    const start = { period: 8.3, epoch: 131.3, duration: 4 };
    for (const seed of [1, 2, 3]) {
      const { period, epoch } = fitTransit(withBumps(madeCurve({ seed }), start), start, { depth: 1 });
      expect(period.value).toBe(8.3);
      expect(epoch.value).toBe(131.3);
      expect(period.error).toBeCloseTo(4 / 48 / (90 / 8.3), 3);
      expect(epoch.error / (4 / 48)).toBeCloseTo(1.1, 0);
    }
  });

  it('has finite values where no dip is found with a duration that is longer than the period', () => {
    for (const duration of [24, 48]) {
      const start = { period: 1, epoch: 131.3, duration };
      const fit = fitTransit(withBumps(madeCurve({ seed: 1 }), { ...start, duration: 4 }), start, { depth: 1 });
      const flux = modelFlux(fit, Float64Array.from([0, 0.1, 0.4]), 0.02);
      expect([fit.duration.value, fit.separation, ...flux].every(Number.isFinite)).toBe(true);
      expect(fit.duration.value).toBeLessThan(24);
    }
  });

  it('of deep transits close to the star has errors that hold, wherever it starts', () => {
    const pulls: number[] = [];
    for (let seed = 1; seed <= 16; seed++) {
      const impact = 0.05 * (seed % 12);
      const planet = sunPlanet(0.9 + 0.12 * seed, 0.12, { impact, epoch: 131 + 0.1 * seed });
      const curve = madeCurve({ noise: 1e-4, planets: [planet], seed });
      for (const part of [0.8, 1.1]) {
        const start = { ...planet, duration: contactDuration(planet) * part };
        const fit = fitTransit(curve, start, { depth: 14_000, star: { radius: 1, mass: 1 } });
        pulls.push(
          (fit.radiusRatio.value - 0.12) / fit.radiusRatio.error,
          (fit.impact.value - impact) / fit.impact.error,
        );
      }
    }
    expect(Math.max(...pulls.map(Math.abs))).toBeLessThan(4);
    expect(Math.sqrt(pulls.reduce((sum, pull) => sum + pull * pull, 0) / pulls.length)).toBeLessThan(1.4);
  });

  it('gives errors that agree with the differences from the truth', () => {
    const pulls: Record<'period' | 'epoch' | 'duration' | 'depth', number[]> = {
      period: [],
      epoch: [],
      duration: [],
      depth: [],
    };
    for (let seed = 1; seed <= 24; seed++) {
      const planet = sunPlanet(5 + 0.1 * seed, 0.05, { impact: 0.02 * seed, epoch: 131 + 0.1 * seed });
      const fit = fitTransit(madeCurve({ noise: 3e-4, planets: [planet], seed }), rough(planet), {
        depth: 2500,
        star: { radius: 1, mass: 1 },
      });
      const depth = 1e6 * (1 - mandelAgolFlux(planet.impact, planet.radiusRatio, planet.limb));
      const epoch = planet.epoch + planet.period * Math.round((fit.epoch.value - planet.epoch) / planet.period);
      pulls.period.push((fit.period.value - planet.period) / fit.period.error);
      pulls.epoch.push((fit.epoch.value - epoch) / fit.epoch.error);
      pulls.duration.push((fit.duration.value - contactDuration(planet)) / fit.duration.error);
      pulls.depth.push((fit.depth.value - depth) / fit.depth.error);
    }
    for (const values of Object.values(pulls)) {
      const spread = Math.sqrt(values.reduce((sum, pull) => sum + pull * pull, 0) / values.length);
      expect(spread).toBeGreaterThan(0.4);
      expect(spread).toBeLessThan(1.7);
    }
  });

  it('measures a period over four years to a few seconds', () => {
    const planet = sunPlanet(9.488, 0.025, { epoch: 138.7 });
    const curve = madeCurve({ span: 1400, noise: 3e-4, planets: [planet] });
    const fit = fitTransit(curve, { ...rough(planet), period: 9.4881 }, { depth: 600 });
    expect(Math.abs(fit.period.value / 9.488 - 1)).toBeLessThan(1e-5);
    expect(fit.period.error).toBeLessThan(1e-4);
  });

  it('draws its model through the points', () => {
    const planet = sunPlanet(8.3, 0.1);
    const fit = fitTransit(madeCurve({ planets: [planet] }), rough(planet), { depth: 9000 });
    const [middle, outside] = modelFlux(fit, Float64Array.from([0, 0.4]), 0);
    expect(1e6 * (fit.level - middle)).toBeCloseTo(fit.depth.value, -2);
    expect(outside).toBeCloseTo(1, 3);
  });
});

describe('least squares', () => {
  it('finds the minimum of a curved valley (Rosenbrock 1960)', () => {
    const { parameters, chiSquare } = leastSquares({
      start: [-1.2, 1],
      lower: [-5, -5],
      upper: [5, 5],
      steps: [1e-6, 1e-6],
      residuals: ([x, y]) => Float64Array.from([10 * (y - x * x), 1 - x]),
    });
    expect(parameters[0]).toBeCloseTo(1, 2);
    expect(parameters[1]).toBeCloseTo(1, 2);
    expect(chiSquare).toBeLessThan(1e-4);
  });
});
