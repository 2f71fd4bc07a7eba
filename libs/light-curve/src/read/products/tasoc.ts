import { hasColumns } from '../photometry-table';
import { corrected, missionFlags, type Product, raw } from './product';

/** TESS Asteroseismic Science Operations Center (Handberg et al. 2021, AJ 162, 170); archive files give FLUX_CORR in ppm. */
export const tasoc: Product = {
  name: 'TASOC',
  wrote: (table) => hasColumns(table, 'flux_raw', 'flux_corr'),
  flux: [corrected('flux_corr'), raw('flux_raw')],
  // PIXEL_QUALITY marks pixels of the aperture, not cadences that are bad.
  quality: (table) => missionFlags(table, 'quality'),
  centroids: ['mom_centr1', 'mom_centr2'],
};
