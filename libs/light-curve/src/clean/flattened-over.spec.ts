import { describe, expect, it } from 'vitest';
import { seededNormal } from '@exoplanet/seeded-random';
import { detrend } from '../detrend/detrend';
import { madeCurve, varying } from '../testing/made-curve';
import { flattenedOver } from './flattened-over';

describe('the length over which the flux was flattened', () => {
  it.each([1, 2, 3, 4, 5, 6, 7, 8])('is not found in white noise (seed %i)', (seed) => {
    expect(flattenedOver(madeCurve({ seed }))).toBeUndefined();
  });

  it.each([8, 13])('of %i h is found within a factor of three', (window) => {
    for (const seed of [1, 2, 3, 4]) {
      const found = flattenedOver(detrend(madeCurve({ seed }), { window }))!;
      expect(found / window).toBeGreaterThan(1 / 3);
      expect(found / window).toBeLessThan(3);
    }
  });

  it('is not found in a star that varies, nor in one that pulsates within hours', () => {
    const quiet = madeCurve({ seed: 3 });
    expect(flattenedOver(varying(quiet, 1e-3, 9))).toBeUndefined();
    expect(flattenedOver(varying(quiet, 1e-3, 0.13))).toBeUndefined();
  });

  it('is not found where neighbours share their noise with opposite signs', () => {
    const quiet = madeCurve({ seed: 3 });
    const normal = seededNormal(4);
    const jitter = quiet.flux.map(() => 3e-4 * normal());
    const flux = quiet.flux.map((value, row) => value + jitter[row] - (jitter[row - 1] ?? 0));
    expect(flattenedOver({ ...quiet, flux })).toBeUndefined();
  });
});
