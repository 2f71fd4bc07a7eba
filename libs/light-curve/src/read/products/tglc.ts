import { TESS_MASKS } from '../../quality-masks';
import { hasColumns } from '../photometry-table';
import { corrected, numbersOf, type Product, raw } from './product';

/** TESS has 16 bits of flags; TGLC's own are put above them. */
const OWN_FLAGS = 2 ** 16;

/** TESS-Gaia Light Curve (Han & Brandt 2023, AJ 165, 71): calibrated columns are detrended and normalised. */
export const tglc: Product = {
  name: 'TGLC',
  wrote: (table) => hasColumns(table, 'cal_aper_flux') || hasColumns(table, 'cal_psf_flux'),
  flux: [corrected('cal_aper_flux'), corrected('cal_psf_flux'), raw('aperture_flux'), raw('psf_flux')],
  quality: (table) => {
    const [tess, own] = [numbersOf(table, 'tess_flags'), numbersOf(table, 'tglc_flags')];
    const either = tess ?? own;
    if (!either) return undefined;
    const flags = either.map(
      (_, row) => ((tess?.[row] ?? 0) & (OWN_FLAGS - 1)) | ((own?.[row] ?? 0) !== 0 ? OWN_FLAGS : 0),
    );
    const masks = {
      default: TESS_MASKS.default | OWN_FLAGS,
      hard: TESS_MASKS.hard | OWN_FLAGS,
      hardest: TESS_MASKS.hardest | OWN_FLAGS,
    };
    return { flags, masks };
  },
};
