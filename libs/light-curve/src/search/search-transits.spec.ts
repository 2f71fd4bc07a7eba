import { describe, expect, it } from 'vitest';
import { madeCurve, sunPlanet } from '../testing/made-curve';
import { harmonicOf } from './harmonics';
import { Stopped } from './pace';
import { searchTransits } from './search-transits';

describe('a search', () => {
  it.each([0.83, 4.4, 17.9, 29.5])(
    'finds a planet at %d d in a quarter, in its place and as long as it is',
    (period) => {
      const planet = sunPlanet(period, 0.03);
      const { hit } = searchTransits(madeCurve({ planets: [planet], seed: 8 }));
      expect(hit?.period).toBeDefined();
      expect(Math.abs((hit?.period ?? 0) / period - 1)).toBeLessThan(1e-3);
      const turns = ((hit?.epoch ?? 0) - planet.epoch) / period;
      expect(Math.abs(turns - Math.round(turns)) * period).toBeLessThan(0.06);
      expect(hit?.event.mes).toBeGreaterThan(10);
      expect(hit?.sde).toBeGreaterThan(7);
    },
  );

  it('distinguishes a binary with unlike eclipses from a planet at half its period', () => {
    const primary = sunPlanet(6, 0.2);
    const secondary = sunPlanet(6, 0.14, { epoch: primary.epoch + 3 });
    const { hit } = searchTransits(madeCurve({ planets: [primary, secondary] }));
    expect(hit?.period).toBeCloseTo(6, 2);
  });

  it('declares one half, double, a third and three times as harmonics, and nothing else', () => {
    expect(harmonicOf(5, 10)).toBe(0.5);
    expect(harmonicOf(30.005, 10)).toBe(3);
    expect(harmonicOf(15, 10)).toBeUndefined();
    expect(harmonicOf(10.02, 10)).toBeUndefined();
  });

  it('does not take a deep glitch for the first of several transits', () => {
    const planet = sunPlanet(7.3, 0.025);
    const curve = madeCurve({ planets: [planet], seed: 9 });
    const flux = curve.flux.map((value, row) => (Math.abs(curve.time[row] - 160) < 0.15 ? value - 0.2 : value));
    const { hit } = searchTransits({ ...curve, flux });
    expect(Math.abs((hit?.period ?? 0) / 7.3 - 1)).toBeLessThan(1e-3);
  });

  it('finds nothing above the threshold in white noise', () => {
    const strengths = [1, 2, 3, 4, 5, 6].map(
      (seed) => searchTransits(madeCurve({ seed: 100 + seed })).hit?.event.consistentMes ?? 0,
    );
    expect(Math.max(...strengths)).toBeLessThan(7.1);
  });

  it('reports its progress, and stops in the middle when asked to', () => {
    const curve = madeCurve({ span: 180 });
    const fractions: number[] = [];
    let asked = 0;
    const shouldStop = (): boolean => ++asked > 5;
    expect(() => searchTransits(curve, {}, { shouldStop, onProgress: (fraction) => fractions.push(fraction) })).toThrow(
      Stopped,
    );
    expect(fractions.length).toBe(5);
    expect([...fractions].sort((a, b) => a - b)).toEqual(fractions);
    expect(fractions[4]).toBeLessThan(0.9);
  });
});
