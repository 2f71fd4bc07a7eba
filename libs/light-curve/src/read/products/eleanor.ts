import { TESS_MASKS } from '../../quality-masks';
import { hasColumns } from '../photometry-table';
import { corrected, missionFlags, numbersOf, type Product, raw } from './product';

/** Bits 17 and 18 are eleanor's own; only the strictest mask drops them, as in lightkurve. */
const OWN_FLAGS = (2 ** 17) | (2 ** 18);

/** eleanor (Feinstein et al. 2019, PASP 131, 094502) and GSFC-ELEANOR-LITE. FLUX_ERR belongs to RAW_FLUX. */
export const eleanor: Product = {
  name: 'eleanor',
  wrote: (table) => hasColumns(table, 'raw_flux', 'corr_flux'),
  flux: [corrected('corr_flux'), corrected('pca_flux'), raw('raw_flux', { error: 'flux_err' })],
  quality: (table) => {
    const quality = missionFlags(table, 'quality');
    return (
      quality && { ...quality, masks: quality.masks ?? { ...TESS_MASKS, hardest: TESS_MASKS.hardest | OWN_FLAGS } }
    );
  },
  compute: (table, name) => {
    const [flux, rawFlux, rawErr] = [name, 'raw_flux', 'flux_err'].map((column) => numbersOf(table, column));
    if (name === 'raw_flux' || !flux || !rawFlux || !rawErr) return undefined;
    return { flux, fluxErr: rawErr.map((error, row) => Math.abs((error * flux[row]) / rawFlux[row])) };
  },
  centroids: ['x_centroid', 'y_centroid'],
};
