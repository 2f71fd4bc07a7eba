import { describe, expect, it } from 'vitest';
import { analyze } from '../pipeline/analyze';
import type { PhaseScan } from '../search/phase-scan';
import { normalQuantile } from '../statistics/normal-quantile';
import { contactDuration, type InjectedPlanet } from '../testing/inject-transit';
import { madeCurve, sunPlanet } from '../testing/made-curve';
import type { LightCurve } from '../types';
import { uniquenessOf } from './uniqueness';
import type { VetTest } from './vet-test';

/** Boxes of four steps at a period of 100 d, a transit of 10 σ at phase 0 and noise of 1 σ. */
function madeScan(events: Record<number, number> = {}): PhaseScan {
  const mes = Float64Array.from({ length: 400 }, (_, box) => (box % 2 === 0 ? 1 : -1));
  mes[398] = 10;
  for (const [box, value] of Object.entries(events)) mes[Number(box)] = value;
  return { step: 0.25, mes, boxSteps: 4 };
}

function testOf(curve: LightCurve, planet: InjectedPlanet): VetTest | undefined {
  const known = { period: planet.period, epoch: planet.epoch, duration: contactDuration(planet) };
  return analyze(curve, { known }).detections[0].tests.find(({ name }) => name === 'uniqueness');
}

describe('uniqueness of a scan over phases', () => {
  it('compares the transit with the noise, less what chance reaches in 20,000 searches', () => {
    expect(uniquenessOf(madeScan(), 1)).toMatchObject({
      primary: 10,
      tertiary: 1,
      positive: 1,
      redNoise: 1,
      over: 'noise',
    });
    expect(uniquenessOf(madeScan(), 1)?.margin).toBeCloseTo(10 - 5.03, 1);
  });

  it('allows for one second dip, not for two', () => {
    expect(uniquenessOf(madeScan({ 150: 9 }), 1)?.margin).toBeGreaterThan(0);
    const two = uniquenessOf(madeScan({ 150: 9, 270: 8.5 }), 1);
    expect(two).toMatchObject({ over: 'dip', tertiary: 8.5 });
    expect(two?.margin).toBeLessThan(0);
  });

  it('fails next to an equally strong bump', () => {
    const bump = uniquenessOf(madeScan({ 150: -9 }), 1);
    expect(bump).toMatchObject({ over: 'bump', positive: 9 });
    expect(bump?.margin).toBeLessThan(0);
  });

  it('fails where all phases vary', () => {
    const { step, boxSteps, mes } = madeScan();
    const loud = mes.map((value, box) => (box === 398 ? value : 3 * value));
    expect(uniquenessOf({ step, boxSteps, mes: loud }, 1)).toMatchObject({ over: 'noise', redNoise: 3 });
  });

  it('is undefined without another phase', () => {
    expect(uniquenessOf({ step: 0.25, boxSteps: 4, mes: new Float64Array(8).fill(5) }, 1)).toBeUndefined();
  });
});

describe('uniqueness of a curve', () => {
  const planet = sunPlanet(6.1, 0.04);
  const at = (phase: number, radiusRatio: number): InjectedPlanet => ({
    ...planet,
    radiusRatio,
    epoch: planet.epoch + phase * planet.period,
  });

  it('passes with a planet alone and with one other dip', () => {
    expect(testOf(madeCurve({ planets: [planet], seed: 5 }), planet)).toMatchObject({ verdict: 'pass', limit: 0 });
    expect(testOf(madeCurve({ planets: [planet, at(0.5, 0.03)], seed: 5 }), planet)?.verdict).toBe('pass');
  });

  it('fails with two stronger dips', () => {
    const curve = madeCurve({ planets: [planet, at(0.3, 0.044), at(0.6, 0.044)], seed: 5 });
    expect(testOf(curve, planet)).toMatchObject({ verdict: 'fail', unit: 'σ' });
  });

  it('fails with stronger bumps', () => {
    const dips = madeCurve({ noise: 0, planets: [at(0.3, 0.044)] });
    const curve = madeCurve({ planets: [planet], seed: 5 });
    const flux = curve.flux.map((value, i) => value + 1 - dips.flux[i]);
    expect(testOf({ ...curve, flux }, planet)?.verdict).toBe('fail');
  });

  it('fails with a wave that leaves no flat part', () => {
    const curve = madeCurve({ seed: 5 });
    const flux = curve.flux.map((value, i) => value - 0.01 * Math.cos((2 * Math.PI * (curve.time[i] - 131.3)) / 0.6));
    const { sentence, verdict } = testOf({ ...curve, flux }, sunPlanet(0.6, 0.1)) ?? {};
    expect(verdict).toBe('fail');
    expect(sentence).toMatch(/^The dip .*\.$/);
  });
});

describe('quantile of the normal distribution', () => {
  it.each([
    [0.5, 0],
    [0.158655, -1],
    [0.0013499, -3],
    [2.866516e-7, -5],
  ])('%d', (p, expected) => {
    expect(Math.abs(normalQuantile(p) - expected)).toBeLessThan(5e-4);
  });
});
