import { describe, expect, it } from 'vitest';
import { dataBytes, dataFolder } from '../../test/exoplanet-data';
import { prepare } from '../clean/prepare';
import { readLightCurveFile } from '../read/read-light-curve';
import { flattenForViews } from './flatten';
import { makeViews, type Views } from './make-views';
import type { View } from './view';

/** KOIs of the data folder: signal to noise above 40, three transits with data, as the index gives them. */
function strongKois(): { file: string; period: number; epoch: number; duration: number }[] {
  const [head = '', ...lines] = new TextDecoder()
    .decode(dataBytes('light_curves', 'kepler', 'index.csv'))
    .trim()
    .split('\n');
  const names = head.split(',');
  return lines
    .map((line) => Object.fromEntries(line.split(',').map((field, index) => [names[index], field])))
    .filter(
      (koi) => koi.source === 'quarter' && Number(koi.koi_model_snr) > 40 && Number(koi.n_transits_with_data) >= 3,
    )
    .map((koi) => ({
      file: String(koi.file),
      period: Number(koi.koi_period),
      epoch: Number(koi.koi_time0bk),
      duration: Number(koi.koi_duration),
    }));
}

const below = (view: View) => (view.made ? view.values.filter((value) => value < -0.5).length : Number.NaN);
const median = (numbers: number[]) => [...numbers].sort((a, b) => a - b)[numbers.length >> 1];

describe.skipIf(!dataFolder)('views of Kepler quarters (needs EXOPLANET_DATA)', () => {
  const made: Views[] = [];

  it('are made of strong KOIs, median 0 and minimum -1', () => {
    for (const { file, ...ephemeris } of strongKois().slice(0, 30)) {
      const { curve } = prepare([readLightCurveFile(file, dataBytes('light_curves', 'kepler', file))]);
      const views = makeViews(flattenForViews(curve, ephemeris), ephemeris);
      made.push(views);
      for (const view of [views.global, views.local, views.secondary]) {
        if (!view.made) continue;
        const sorted = view.values.slice().sort();
        expect(sorted[0]).toBe(-1);
        expect(Math.abs(sorted[sorted.length >> 1])).toBeLessThan(1e-6);
      }
    }
    expect(made.length).toBe(30);
    expect(made.filter(({ local }) => local.made).length).toBeGreaterThan(27);
  });

  it('have the width of the definition: about 9 (eclipses) to 12 (planets) bins below -0.5', () => {
    const bins = median(made.map(({ local }) => below(local)).filter(Number.isFinite));
    expect(bins).toBeGreaterThanOrEqual(8);
    expect(bins).toBeLessThanOrEqual(14);
  });
});
