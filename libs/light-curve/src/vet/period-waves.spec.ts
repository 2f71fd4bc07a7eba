import { describe, expect, it } from 'vitest';
import { transitMask } from '../detrend/transit-mask';
import { madeCurve } from '../testing/made-curve';
import type { Ephemeris, LightCurve } from '../types';
import { periodWaves } from './period-waves';

const ORBIT = { period: 1.3, epoch: 131.3, duration: 3 };
const beside = (curve: LightCurve, ephemeris: Ephemeris = ORBIT) =>
  periodWaves(curve, ephemeris, transitMask(curve.time, [ephemeris], curve.cadence));

/** The curve with waves of the period and of half of it, lowest at mid-transit for a positive `half` [ppm]. */
function withWaves(curve: LightCurve, { cosine = 0, sine = 0, half = 0 }): LightCurve {
  const angle = (time: number) => (2 * Math.PI * (time - ORBIT.epoch)) / ORBIT.period;
  const wave = (at: number) => cosine * Math.cos(at) + sine * Math.sin(at) - half * Math.cos(2 * at);
  return { ...curve, flux: curve.flux.map((flux, row) => flux + 1e-6 * wave(angle(curve.time[row]))) };
}

describe('waves of the period', () => {
  it('have the amplitudes that were put in', () => {
    const waves = beside(withWaves(madeCurve({ noise: 1e-5 }), { cosine: 300, sine: 400, half: 200 }))!;
    expect(waves.amplitude).toBeCloseTo(500, 0);
    expect(waves.halfAmplitude).toBeCloseTo(200, 0);
  });

  it('are negative where the wave of half the period is highest at mid-transit', () => {
    expect(beside(withWaves(madeCurve({ noise: 1e-5 }), { half: -80 }))!.halfAmplitude).toBeCloseTo(-80, 0);
  });

  it('are as significant as their amplitude over σ √(2/n)', () => {
    const curve = withWaves(madeCurve({ span: 200, noise: 2e-4 }), { sine: 100 });
    const expected = 1e-4 / (2e-4 * Math.sqrt(2 / curve.time.length));
    expect(beside(curve)!.significance / expected).toBeCloseTo(1, 0);
    expect(beside(madeCurve({ span: 200, noise: 2e-4 }))!.significance).toBeLessThan(4);
  });

  it('do not contain the transits', () => {
    const curve = madeCurve({ noise: 1e-5 });
    const inTransit = transitMask(curve.time, [ORBIT], curve.cadence);
    const eclipsed = { ...curve, flux: curve.flux.map((flux, row) => (inTransit[row] ? 0.9 : flux)) };
    expect(beside(eclipsed)).toEqual(beside(curve));
  });

  it('are not known where too little lies beside the transits, or less than two periods were observed', () => {
    expect(beside(madeCurve(), { ...ORBIT, duration: 30 })).toBeUndefined();
    expect(beside(madeCurve({ span: 20 }), { ...ORBIT, period: 9.9 })).toBeDefined();
    expect(beside(madeCurve({ span: 20 }), { ...ORBIT, period: 10.1 })).toBeUndefined();
  });
});
