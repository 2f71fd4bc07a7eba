import { describe, expect, it } from 'vitest';
import { seededNormal } from '@exoplanet/seeded-random';
import { madeCurve, sunPlanet, varying } from '../testing/made-curve';
import type { LightCurve } from '../types';
import { multipleEvent } from './multiple-event';
import { transitStatistic } from './transit-statistic';

const EPHEMERIS = { period: 9, epoch: 133, duration: 5 };
const NOISE = 2e-4;

/** Noise with a memory of about five hours, of the given scatter per cadence. */
function redNoise(curve: LightCurve, scatter: number, seed: number): LightCurve {
  const normal = seededNormal(seed);
  const memory = 0.9;
  let state = 0;
  return {
    ...curve,
    flux: curve.flux.map(
      (flux) => flux + (state = memory * state + scatter * Math.sqrt(1 - memory * memory) * normal()),
    ),
  };
}

describe('the multiple event statistic', () => {
  it('has the error of a mean in white noise', () => {
    const { depthErr, events } = multipleEvent(madeCurve({ noise: NOISE, seed: 2 }), EPHEMERIS);
    const points = events.length * (EPHEMERIS.duration / 24 / 0.0204);
    expect((depthErr / ((NOISE * 1e6) / Math.sqrt(points))) ** 2).toBeCloseTo(1, 0);
  });

  it('scatters by 1 where there is no transit, in white and in red noise', () => {
    for (const red of [0, 3e-4]) {
      const statistics: number[] = [];
      for (let seed = 1; seed <= 60; seed++) {
        const curve = redNoise(madeCurve({ noise: NOISE, seed }), red, seed + 500);
        statistics.push(multipleEvent(curve, { ...EPHEMERIS, epoch: 132 + (seed % 8) }).mes);
      }
      const scatter = Math.sqrt(statistics.reduce((sum, value) => sum + value * value, 0) / statistics.length);
      expect(scatter).toBeGreaterThan(0.7);
      expect(scatter).toBeLessThan(1.4);
    }
  });

  it('counts the transits that have data', () => {
    const curve = madeCurve();
    const gap = curve.time.findIndex((time) => time > 150);
    const cut = { ...curve, time: curve.time.map((time, row) => (row >= gap ? time + 12 : time)) };
    expect(multipleEvent(curve, EPHEMERIS).events.length).toBe(10);
    expect(multipleEvent(cut, EPHEMERIS).events.length).toBeLessThan(11);
    expect(multipleEvent(cut, EPHEMERIS).events.some(({ time }) => time > 150.5 && time < 161)).toBe(false);
  });

  it('is not dominated by one deep glitch', () => {
    const curve = madeCurve({ seed: 5 });
    const flux = curve.flux.map((value, row) => (Math.abs(curve.time[row] - 142) < 0.1 ? value - 0.01 : value));
    const { mes, robustMes, consistentMes } = multipleEvent({ ...curve, flux }, EPHEMERIS);
    expect(mes).toBeGreaterThan(20);
    expect(robustMes).toBeLessThan(3);
    expect(consistentMes).toBeLessThan(3);
  });

  it('is divided by the scatter over phases if the star varies with the period', () => {
    const quiet = madeCurve({ seed: 6, planets: [sunPlanet(9, 0.02, { epoch: 133 })] });
    const wavy = varying(quiet, 2e-4, 0.9);
    expect(transitStatistic(wavy, EPHEMERIS).mes).toBeLessThan(0.8 * transitStatistic(quiet, EPHEMERIS).mes);
    expect(transitStatistic(quiet, EPHEMERIS).brightening).toBeLessThan(0.2);
  });
});
