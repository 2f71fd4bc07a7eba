import { describe, expect, it } from 'vitest';
import { seededNormal } from '@exoplanet/seeded-random';
import { transitAt } from '../../test/uniform-transit';
import type { LightCurve } from '../types';
import { clipUpward } from './clip';

const CADENCE = 0.0204;

/** A star of 60 days with 100 ppm noise, a slow wave of 5,000 ppm and a given signal. */
function star(signal: (time: number) => number, seed = 1): LightCurve {
  const normal = seededNormal(seed);
  const time = Float64Array.from({ length: 2940 }, (_, row) => 200 + row * CADENCE);
  return {
    time,
    timeSystem: 'BKJD',
    flux: time.map((at) => (1 + 5e-3 * Math.sin(at / 3)) * signal(at) + 1e-4 * normal()),
    fluxErr: time.map(() => 1e-4),
    segment: Int32Array.from(time, (at) => (at < 230 ? 0 : 1)),
    cadence: CADENCE,
  };
}

const phase = (at: number, period: number) => at - 202 - period * Math.round((at - 202) / period);

describe('upward clipping', () => {
  it.each([
    ['a 13 h transit of 1 %', 20, 13, 1e4],
    ['a 2 h transit of 300 ppm', 3, 2, 300],
    ['an eclipse that takes nine tenths of the light', 5, 8, 9e5],
    ['eclipses of an orbit of half a day', 0.5, 3, 2e5],
  ])('leaves %s whole', (_name, period, duration, depth) => {
    const curve = star((at) => transitAt(phase(at, period), duration, depth));
    const kept = new Set(clipUpward(curve).time);
    const inTransit = curve.time.filter((at) => Math.abs(phase(at, period)) < duration / 48);
    expect(inTransit.length).toBeGreaterThan(100 / period);
    expect(inTransit.every((at) => kept.has(at))).toBe(true);
    expect(kept.size).toBeGreaterThan(0.999 * curve.time.length);
  });

  it('drops cosmic rays and flares', () => {
    const curve = star(() => 1);
    const struck = [100, 1000, 1001, 2500];
    for (const row of struck) curve.flux[row] = curve.flux[row] + 0.05;
    const clipped = clipUpward(curve);
    expect(clipped.time.length).toBe(curve.time.length - struck.length);
    expect(Math.max(...clipped.flux)).toBeLessThan(1.01);
    expect(clipped.segment.length).toBe(clipped.time.length);
  });

  it('leaves a constant curve as it is', () => {
    const curve = { ...star(() => 1), flux: new Float64Array(2940).fill(1) };
    expect(clipUpward(curve)).toBe(curve);
  });
});
