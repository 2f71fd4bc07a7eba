import { fitsFile } from '../write/fits-file';
import { binaryCurve, planetCurve, type SampleCurve, singleCurve } from './sample-curves';
import { sampleCards, timeCards, timeUnit } from './sample-header';
import { pixelFile } from './sample-pixels';

/** What a sample shows, by its name. */
export const SAMPLES = {
  planet: 'Kepler-227 b, a year of Kepler data',
  binary: 'made: an eclipsing binary like EK Cephei, one TESS sector',
  single: 'made: a single transit like those of Kepler-167 e, a Kepler quarter',
  pixels: 'Kepler-7 b, a Kepler target pixel file of 45 days',
} as const;

export type SampleName = keyof typeof SAMPLES;

/** A synthetic FITS file; its header says that it was not observed, and from which parameters it was computed. The same bytes every time. */
export function sampleFile(name: SampleName): Uint8Array {
  switch (name) {
    case 'planet':
      return curveFile(planetCurve());
    case 'binary':
      return curveFile(binaryCurve());
    case 'single':
      return curveFile(singleCurve());
    case 'pixels':
      return pixelFile();
  }
}

/** Electrons a second at the level of the star: any number does, as fluxes are made relative. */
const LEVEL = 10_000;

/** As the missions' light-curve files have them (KDMC-10008, section 2.3.1). */
function curveFile({ star, time, flux, noise, cadence }: SampleCurve): Uint8Array {
  const electrons = Float32Array.from(flux, (value) => LEVEL * value);
  const error = new Float32Array(time.length).fill(LEVEL * noise);
  const quality = star.telescope === 'Kepler' ? 'SAP_QUALITY' : 'QUALITY';
  return fitsFile(sampleCards('LightCurve', star), [
    {
      kind: 'table',
      name: 'LIGHTCURVE',
      rows: time.length,
      columns: [
        { name: 'TIME', unit: timeUnit(star), values: time },
        { name: 'TIMECORR', unit: 'd', values: new Float32Array(time.length) },
        { name: 'CADENCENO', values: Int32Array.from(time, (_, row) => row) },
        { name: 'SAP_FLUX', unit: 'e-/s', values: electrons },
        { name: 'SAP_FLUX_ERR', unit: 'e-/s', values: error },
        { name: 'PDCSAP_FLUX', unit: 'e-/s', values: electrons },
        { name: 'PDCSAP_FLUX_ERR', unit: 'e-/s', values: error },
        { name: quality, values: new Int32Array(time.length) },
      ],
      cards: timeCards(star, time, cadence),
    },
  ]);
}
