import { hasColumns } from '../photometry-table';
import { corrected, missionFlags, type Product, raw } from './product';

const APERTURES = ['psf', 'ap1', 'ap2', 'ap3', 'ap4'];

/** PATHOS (Nardiello et al. 2019, MNRAS 490, 3806): fitted profile and four apertures. */
export const pathos: Product = {
  name: 'PATHOS',
  wrote: (table) => APERTURES.some((aperture) => hasColumns(table, `${aperture}_flux_cor`)),
  flux: [
    ...APERTURES.map((aperture) => corrected(`${aperture}_flux_cor`)),
    ...APERTURES.map((aperture) => raw(`${aperture}_flux_raw`)),
  ],
  quality: (table) => missionFlags(table, 'dquality'),
};
