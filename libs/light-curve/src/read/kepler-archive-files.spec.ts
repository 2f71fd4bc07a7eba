import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { dataBytes, dataFolder, dataPath } from '../../test/exoplanet-data';
import { readLightCurveFile } from './read-light-curve';

/** Printed by astropy 8.0.2 (astropy.io.fits, numpy 2.4.6): rows, first finite TIME, finite PDCSAP_FLUX and their sum. */
const ASTROPY: [file: string, stretch: string, rows: number, firstTime: number, finite: number, sum: number][] = [
  ['kplr006541920-2009166043257_llc.fits.gz', 'Q1', 1639, 131.5120452097326, 1624, 79799412.734375],
  ['kplr006541920-2011177032512_llc.fits.gz', 'Q9', 4768, 808.515389654618, 4610, 220807439.98828125],
  ['kplr010797460-2010078095331_llc.fits.gz', 'Q4', 4397, 352.3771197359747, 4108, 46812097.37890625],
  ['kplr010797460-2012088054726_llc.fits.gz', 'Q12', 4044, 1099.4089546963005, 3550, 39783312.6484375],
  ['kplr010797460-2013131215648_llc.fits.gz', 'Q17', 1556, 1559.2260821746822, 1285, 13934671.155273438],
];

describe.skipIf(!dataFolder)('Kepler light curves of the archive (needs EXOPLANET_DATA)', () => {
  it.each(ASTROPY)('%s is %s and holds what astropy reads', (file, stretch, rows, firstTime, finite, sum) => {
    const curve = readLightCurveFile(file, dataBytes('light_curves', 'fits', file));
    const values = curve.flux.filter(Number.isFinite);
    expect(curve).toMatchObject({
      stretch,
      timeSystem: 'BKJD',
      timeSystemFrom: 'header',
      fluxColumn: 'PDCSAP_FLUX',
      cadence: 0.02043359821692,
      target: { mission: 'KEPLER' },
    });
    expect(curve.time[0]).toBe(firstTime);
    expect(curve.time.length).toBeLessThanOrEqual(rows);
    expect(values.length).toBe(finite);
    expect(values.reduce((total, value) => total + value, 0) / sum).toBeCloseTo(1, 12);
  });

  it('names the star and its values', () => {
    const file = 'kplr010797460-2010078095331_llc.fits.gz';
    const { target, detector } = readLightCurveFile(file, dataBytes('light_curves', 'fits', file));
    expect(target).toEqual({
      name: 'KIC 10797460',
      mission: 'KEPLER',
      teff: 5850,
      logg: 4.426,
      radius: 1.04,
      magnitude: 15.347,
    });
    expect(detector).toBe('channel 18');
  });

  it('are all read', () => {
    const files = readdirSync(dataPath('light_curves', 'fits')).filter((file) => file.endsWith('.fits.gz'));
    const stretches = files.map((file) => readLightCurveFile(file, dataBytes('light_curves', 'fits', file)).stretch);
    expect(new Set(stretches).size).toBe(17);
  });
});
