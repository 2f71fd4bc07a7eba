import { describe, expect, it } from 'vitest';
import { dataBytes, dataFolder } from '../../test/exoplanet-data';
import { readLightCurveFile } from '../read/read-light-curve';
import { prepare } from './prepare';

/** Every 40th Kepler light curve of the data folder: single quarters, and bins of 0.05 d or 0.1 d of which many are missing. */
function someFiles(): string[] {
  const index = new TextDecoder().decode(dataBytes('light_curves', 'kepler', 'index.csv'));
  const files = index.match(/(quarter|binned)\/[^,\n]+/g) ?? [];
  return [...new Set(files)].filter((_, place) => place % 40 === 0);
}

describe.skipIf(!dataFolder)('Kepler light curves (needs EXOPLANET_DATA)', () => {
  it('keep nine tenths of their finite points, and their exposure', () => {
    const lost = someFiles().filter((file) => {
      const raw = readLightCurveFile(file, dataBytes('light_curves', 'kepler', file));
      const finite = raw.flux.filter((value, row) => Number.isFinite(value + raw.time[row])).length;
      const { curve, notices } = prepare([raw]);
      return curve.time.length < 0.9 * finite || notices.some(({ code }) => code === 'exposures_averaged');
    });
    expect(someFiles().length).toBeGreaterThan(40);
    expect(lost).toEqual([]);
  });
});
