import { describe, expect, it } from 'vitest';
import { madeCurve } from '../testing/made-curve';
import { phaseTime } from '../views/fold';
import { dipShape } from './dip-shape';

const DIP = { period: 3.7, epoch: 133.2, duration: 12 };

/** A noiseless curve with dips of a given loss by phase, −0.5 to 0.5 durations from their middle. */
function curveWith(lossAt: (phase: number) => number) {
  const curve = madeCurve({ noise: 0 });
  const flux = curve.time.map((time) => {
    const phase = phaseTime(time, DIP.period, DIP.epoch) / (DIP.duration / 24);
    return Math.abs(phase) < 0.5 ? 1 - lossAt(phase) : 1;
  });
  return { ...curve, flux };
}

describe('the shape of a dip', () => {
  it('is flat for a box', () => {
    const { vNess, asymmetry } = dipShape(
      curveWith(() => 1e-3),
      DIP,
    );
    expect(vNess).toBeCloseTo(1, 9);
    expect(asymmetry).toBeCloseTo(0, 9);
  });

  it('is pointed for a triangle: the mean of 1 − 2|x| is 0.3 from 0.2 to 0.5 and 0.8 below 0.2', () => {
    const { vNess, asymmetry } = dipShape(
      curveWith((phase) => 1e-3 * (1 - 2 * Math.abs(phase))),
      DIP,
    );
    expect(vNess).toBeCloseTo(0.375, 2);
    expect(asymmetry).toBeCloseTo(0, 2);
  });

  it('is asymmetric for a dip that is deepest at first: 0.5 − x gives ±0.285 about 0.5', () => {
    expect(
      dipShape(
        curveWith((phase) => 1e-3 * (0.5 - phase)),
        DIP,
      ).asymmetry,
    ).toBeCloseTo(0.57, 2);
  });

  it('is not known where no point lies in the dips', () => {
    const far = { ...DIP, period: 400, epoch: 20 };
    expect(dipShape(madeCurve(), far)).toEqual({ vNess: NaN, asymmetry: NaN });
  });
});
