import { hasColumns } from '../photometry-table';
import { corrected, type Product, raw } from './product';

/** K2VARCAT (Armstrong et al. 2015, A&A 579, A19): aperture and detrended flux. */
export const k2varcat: Product = {
  name: 'K2VARCAT',
  wrote: (table) => hasColumns(table, 'aptflux', 'detflux'),
  flux: [corrected('detflux'), raw('aptflux')],
};
