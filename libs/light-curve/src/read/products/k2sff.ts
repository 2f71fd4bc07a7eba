import { hasColumns } from '../photometry-table';
import { corrected, numbersOf, type Product, raw } from './product';

/** K2SFF (Vanderburg & Johnson 2014, PASP 126, 948), as FITS (T, FRAW, FCOR, MOVING) and as text. */
export const k2sff: Product = {
  name: 'K2SFF',
  wrote: (table) => hasColumns(table, 't', 'fcor') || hasColumns(table, 'corrected_flux'),
  flux: [corrected('fcor'), corrected('corrected_flux'), raw('fraw'), raw('raw_flux')],
  quality: (table) => {
    const flags = numbersOf(table, 'moving');
    return flags && { flags, masks: { default: 1, hard: 1, hardest: 1 } };
  },
};
