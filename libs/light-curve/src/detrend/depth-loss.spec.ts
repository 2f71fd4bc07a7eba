import { describe, expect, it } from 'vitest';
import { seededNormal } from '@exoplanet/seeded-random';
import { transitAt } from '../../test/uniform-transit';
import type { Ephemeris, LightCurve } from '../types';
import { detrend } from './detrend';
import { maskedWindow, searchWindow } from './window';

const CADENCE = 0.02043;
const PERIOD = 11.3;

/** Quarters of a star that varies by 1 % in 9 and 17 days, with 150 ppm noise and a slope of its own in each quarter. */
function star(quarters: number, transit: (sinceMid: number) => number, seed: number, noise = 150e-6): LightCurve {
  const normal = seededNormal(seed);
  const rows = Math.round((90 / CADENCE) * quarters * 0.96);
  const perQuarter = rows / quarters;
  const segment = Int32Array.from({ length: rows }, (_, row) => Math.floor(row / perQuarter));
  const time = Float64Array.from(segment, (quarter, row) => 120 + row * CADENCE + quarter * 4);
  const flux = time.map((at, row) => {
    const variation =
      1 +
      0.005 * Math.sin((2 * Math.PI * at) / 9) +
      0.005 * Math.cos((2 * Math.PI * at) / 17) +
      1e-4 * (segment[row] % 3) * ((row % perQuarter) * CADENCE);
    return variation * transit(sinceMid(at)) + noise * normal();
  });
  return { time, timeSystem: 'BKJD', flux, fluxErr: time.map(() => noise), segment, cadence: CADENCE };
}

const sinceMid = (at: number) => at - 123.4 - PERIOD * Math.round((at - 123.4) / PERIOD);

/** Depth of a known transit shape by least squares with a free baseline, out to 1.5 durations [ppm]. */
function fittedDepth({ time, flux }: LightCurve, duration: number, depth: number): number {
  let n = 0,
    shapes = 0,
    squares = 0,
    dips = 0,
    products = 0;
  for (let row = 0; row < time.length; row++) {
    const phase = sinceMid(time[row]);
    if (Math.abs(phase) > (1.5 * duration) / 24) continue;
    const shape = (1 - transitAt(phase, duration, depth)) / depth;
    const dip = 1 - flux[row];
    n++;
    shapes += shape;
    squares += shape ** 2;
    dips += dip;
    products += shape * dip;
  }
  return (n * products - shapes * dips) / (n * squares - shapes ** 2);
}

const quiet = star(2, () => 1, 7);

/** Part of the depth that detrending takes: noise and variation are the same with and without the transit, so they cancel. */
function depthLoss(duration: number, depth: number, window: number, masked: boolean): number {
  const mask: Ephemeris[] = masked ? [{ period: PERIOD, epoch: 123.4, duration }] : [];
  const transiting = {
    ...quiet,
    flux: quiet.flux.map((flux, row) => flux * transitAt(sinceMid(quiet.time[row]), duration, depth)),
  };
  const fit = (curve: LightCurve) => fittedDepth(detrend(curve, { window, mask }), duration, depth);
  return 1 - (fit(transiting) - fit(quiet)) / depth;
}

const durations = [1, 2, 4, 8, 13];
const depths = [200, 1000, 10_000];
const cases = durations.flatMap((duration) => depths.map((depth) => [duration, depth] as const));

describe('detrending an analytic transit (Mandel & Agol 2002, uniform star)', () => {
  it.each(cases)('masked, %d h and %d ppm, loses less than 0.5 % of the depth', (duration, depth) => {
    expect(Math.abs(depthLoss(duration, depth, maskedWindow(duration), true))).toBeLessThan(0.005);
  });

  it.each(cases)(
    'unmasked in the window of a 13 h search, %d h and %d ppm, loses less than 3 % up to 8 h and 10 % at 13 h',
    (duration, depth) => {
      expect(Math.abs(depthLoss(duration, depth, searchWindow(13), false))).toBeLessThan(duration <= 8 ? 0.03 : 0.1);
    },
  );

  it.each(durations)('masked, the depth of a %d h transit is right within 3 %% whatever the star does', (duration) => {
    const curve = star(4, (at) => transitAt(at, duration, 5000), 11);
    const flat = detrend(curve, { window: maskedWindow(duration), mask: [{ period: PERIOD, epoch: 123.4, duration }] });
    expect(fittedDepth(flat, duration, 5000) / 5000).toBeGreaterThan(0.97);
    expect(fittedDepth(flat, duration, 5000) / 5000).toBeLessThan(1.03);
  });
});

describe('the trend', () => {
  it('removes the variation of the star up to the edges of the quarters', () => {
    const flat = detrend(
      star(4, () => 1, 3),
      { window: maskedWindow(3), mask: [] },
    );
    const worst = flat.flux.reduce((largest, value) => Math.max(largest, Math.abs(value - 1)), 0);
    expect(worst).toBeLessThan(6 * 150e-6);
  });

  it('of 17 quarters, 65,000 cadences, takes less than 1.5 s of one core', () => {
    const curve = star(16, () => 1, 5);
    expect(curve.time.length).toBeGreaterThan(65_000);
    const begin = process.cpuUsage();
    detrend(curve, { window: maskedWindow(4), mask: [{ period: PERIOD, epoch: 123.4, duration: 4 }] });
    const { user, system } = process.cpuUsage(begin);
    expect((user + system) / 1e6).toBeLessThan(1.5);
  });

  it('never uses points of another segment', () => {
    const curve = star(2, () => 1, 3);
    const boundary = curve.segment.indexOf(1);
    const shifted = { ...curve, flux: curve.flux.map((flux, row) => (row >= boundary ? 3 * flux : flux)) };
    const [before, after] = [detrend(curve, { window: 24 }), detrend(shifted, { window: 24 })];
    expect(after.flux.subarray(0, boundary)).toEqual(before.flux.subarray(0, boundary));
  });

  it('exists when everything is masked or a segment has one point', () => {
    const curve = star(1, () => 1, 3);
    const lone = { ...curve, segment: curve.segment.map((_, row) => (row === 0 ? 0 : 1)) };
    for (const period of [1, 0.01]) {
      expect(
        detrend(lone, { window: 24, mask: [{ period, epoch: 0, duration: 24 }] }).flux.every(Number.isFinite),
      ).toBe(true);
    }
  });
});
