import { hasColumns } from '../photometry-table';
import { corrected, missionFlags, type Product, raw } from './product';

/** EVEREST (Luger et al. 2018, AJ 156, 99): FLUX is de-trended, FCOR has the co-trending vectors removed too. */
export const everest: Product = {
  name: 'EVEREST',
  wrote: (table) => hasColumns(table, 'flux', 'fraw'),
  flux: [
    corrected('fcor', { error: 'fraw_err' }),
    corrected('flux', { error: 'fraw_err' }),
    raw('fraw', { error: 'fraw_err' }),
  ],
  quality: (table) => missionFlags(table, 'quality'),
};
