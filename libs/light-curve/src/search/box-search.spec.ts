import { describe, expect, it } from 'vitest';
import { seededRandom } from '@exoplanet/seeded-random';
import { BoxSearch } from './box-search';

/** s² / (r (1 − r)) of every box, added up point by point (Kovács et al. 2002, eq. 5). */
function byHand(
  weight: Float64Array,
  flux: Float64Array,
  widths: number[],
): { power: number; first: number; width: number } {
  const bins = weight.length;
  let best = { power: 0, first: 0, width: 1 };
  for (const width of widths) {
    for (let first = 0; first < bins; first++) {
      let [r, s] = [0, 0];
      for (let k = 0; k < width; k++) {
        r += weight[(first + k) % bins];
        s -= flux[(first + k) % bins];
      }
      const power = s > 0 ? (s * s) / (r * (1 - r)) : 0;
      if (power > best.power) best = { power, first, width };
    }
  }
  return best;
}

describe('the box search of one histogram', () => {
  const random = seededRandom(11);
  const bins = 90;
  const weight = Float64Array.from({ length: bins }, () => (0.5 + random()) / bins);
  const total = weight.reduce((sum, value) => sum + value, 0);
  const unit = weight.map((value) => value / total);

  it('finds the box of least squares, around phase 1 as well', () => {
    for (const start of [10, 86]) {
      const flux = unit.map((value) => value * (random() - 0.5));
      for (let k = 0; k < 6; k++) flux[(start + k) % bins] -= 0.02;
      const expected = byHand(unit, flux, [3, 4, 5, 6, 7]);
      const box = new BoxSearch();
      expect(box.search(unit, flux, bins, [3, 4, 5, 6, 7])).toBeCloseTo(expected.power, 12);
      expect(box.best.first).toBe(expected.first);
      expect(box.best.width).toBe(expected.width);
    }
  });

  it('does not report a bump as a dip', () => {
    const flux = new Float64Array(bins);
    flux[30] = 0.1;
    const box = new BoxSearch();
    const power = box.search(unit, flux, bins, [3]);
    expect(power).toBe(0);
  });
});
