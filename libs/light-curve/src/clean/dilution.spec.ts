import { describe, expect, it } from 'vitest';
import { doubles, fitsTableFile, floats } from '../../test/fits-file';
import { readLightCurveFile } from '../read/read-light-curve';
import { prepare } from './prepare';

/** A star with a dip of 1 % whose aperture holds a quarter of a neighbour's light, in one column of a pipeline's file. */
function prepared(column: string) {
  const time = Float64Array.from({ length: 400 }, (_, row) => 1325 + row / 72);
  const flux = time.map((_, row) => (row > 190 && row < 210 ? 990 : 1000) + 0.01 * (row % 3));
  const bytes = fitsTableFile(
    400,
    [doubles('TIME', time), floats(column, flux)],
    { TELESCOP: 'TESS', TICID: 1 },
    { CROWDSAP: 0.8, BJDREFI: 2457000, BJDREFF: 0 },
  );
  return prepare([readLightCurveFile('a_lc.fits', bytes)], { clip: false });
}

describe('light of neighbours in the aperture', () => {
  it('is taken out of a flux that holds it, with a notice', () => {
    const { curve, notices } = prepared('SAP_FLUX');
    expect(1 - curve.flux[200]).toBeCloseTo(0.01 / 0.8, 4);
    const said = notices.filter(({ code }) => code === 'dilution_corrected').map(({ message }) => message);
    expect(said).toEqual([expect.stringMatching(/^neighbours give 20\.0 % .* 1\.25 times as deep$/)]);
  });

  it('is not taken out twice where the pipeline has done so', () => {
    const { curve, notices } = prepared('PDCSAP_FLUX');
    expect(1 - curve.flux[200]).toBeCloseTo(0.01, 4);
    expect(notices.map(({ message }) => message).join()).toMatch(/the pipeline has taken it out of PDCSAP_FLUX/);
  });
});
