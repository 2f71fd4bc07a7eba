import type { Notice, RawLightCurve } from '../types';

/** Columns that hold all the light in the aperture, that of neighbours too, as the sum of its pixels does. */
const WITH_NEIGHBOURS = ['SAP_FLUX'];
/** Columns from which the pipeline has taken the neighbours' light (Stumpe et al. 2012, PASP 124, 985, sect. 2; Twicken et al. 2010, SPIE 7740, 23). */
const CORRECTED = ['PDCSAP_FLUX'];

/** Part of the light in the flux column that is the star's, where the file says that neighbours give some; else 1. */
export function starPart({ crowding = 1, fluxColumn, pixels }: RawLightCurve): number {
  return pixels || WITH_NEIGHBOURS.includes(fluxColumn.toUpperCase()) ? crowding : 1;
}

/** Removes the neighbours' light from relative flux, in place: their constant light makes every dip shallower. */
export function removeDilution(flux: Float64Array, fluxErr: Float64Array, part: number): void {
  if (part === 1) return;
  for (let row = 0; row < flux.length; row++) {
    flux[row] = 1 + (flux[row] - 1) / part;
    fluxErr[row] /= part;
  }
}

/** Below this fraction of neighbours' light no notice is given. */
const SMALL = 0.01;

export function dilutionNotices(raw: RawLightCurve): Notice[] {
  const { file, crowding = 1, fluxColumn } = raw;
  const light = `neighbours give ${(100 * (1 - crowding)).toFixed(1)} % of the light in the aperture of ${file} (CROWDSAP)`;
  if (1 - crowding < SMALL) return [];
  if (starPart(raw) < 1)
    return [
      {
        code: 'dilution_corrected',
        file,
        message: `${light}: it was taken out of ${fluxColumn}, which makes dips ${(1 / crowding).toFixed(2)} times as deep`,
      },
    ];
  if (CORRECTED.includes(fluxColumn.toUpperCase()))
    return [
      {
        code: 'dilution_corrected',
        file,
        message: `${light}: the pipeline has taken it out of ${fluxColumn}, so depths are those of the star alone`,
      },
    ];
  return [];
}
