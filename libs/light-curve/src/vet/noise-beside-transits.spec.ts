import { describe, expect, it } from 'vitest';
import { CADENCE, madeCurve } from '../testing/made-curve';
import { autocorrelation, noiseExcess, sixHourNoise } from './noise-beside-transits';

const ORBIT = { period: 3.7, epoch: 131.3, duration: 3 };

describe('the noise over six hours', () => {
  it('of white noise is σ / √n', () => {
    const curve = madeCurve({ span: 300, noise: 2e-4 });
    const expected = 200 / Math.sqrt(0.25 / CADENCE);
    expect(sixHourNoise(curve, new Uint8Array(curve.time.length)) / expected).toBeCloseTo(1, 1);
  });

  it('is compared with 30 ppm at 12 mag and ten times as much five magnitudes fainter', () => {
    expect(noiseExcess(30, 12)).toBeCloseTo(0, 12);
    expect(noiseExcess(300, 17)).toBeCloseTo(0, 12);
    expect(noiseExcess(60, 12)).toBeCloseTo(Math.LN2, 12);
  });

  it('is not compared without a magnitude', () => {
    expect(noiseExcess(30)).toBeNaN();
  });
});

describe('the correlation of neighbouring points', () => {
  const white = madeCurve({ span: 300 });

  it('is 0 for white noise, within 1 / √n', () => {
    expect(Math.abs(autocorrelation(white, ORBIT))).toBeLessThan(4 / Math.sqrt(white.time.length));
  });

  it('is that of noise of which each point remembers 0.7 of the one before', () => {
    const flux = white.flux.slice();
    for (let row = 1; row < flux.length; row++) flux[row] += 0.7 * (flux[row - 1] - 1);
    expect(autocorrelation({ ...white, flux }, ORBIT)).toBeCloseTo(0.7, 1);
  });

  it('does not compare a point with one in a transit', () => {
    const cadence = 0.1;
    const time = Float64Array.from({ length: 900 }, (_, row) => 131 + cadence * row);
    const quiet = madeCurve({ span: 90 });
    const coarse = { ...quiet, time, cadence, flux: Float64Array.from(time, (_, row) => 1 + (row % 2 ? 1e-4 : -1e-4)) };
    const orbit = { ...ORBIT, duration: 6 };
    const dip = (at: number) => Math.abs(((at - orbit.epoch + 1e4 * orbit.period) % orbit.period) - 0) < 0.12;
    const eclipsed = { ...coarse, flux: coarse.flux.map((flux, row) => (dip(time[row]) ? 0.9 : flux)) };
    expect(autocorrelation(eclipsed, orbit)).toBeCloseTo(autocorrelation(coarse, orbit), 6);
  });

  it('is not known where all points lie in transits', () => {
    expect(autocorrelation(white, { ...ORBIT, duration: 24 * ORBIT.period })).toBeNaN();
  });
});
