import { hasColumns } from '../photometry-table';
import { corrected, letterGrades, type Product, raw } from './product';

const APERTURES = ['1', '2', '3'];
const MAGNITUDES = 'mag';

/**
 * CDIPS (Bouma et al. 2019, ApJS 245, 13): trend-filtered magnitudes (TFA, for transits; PCA), instrumental magnitudes
 * (IRM) and fluxes (IFL) in three apertures, with a letter for the quality of each.
 */
export const cdips: Product = {
  name: 'CDIPS',
  wrote: (table) => hasColumns(table, 'tmid_bjd') || hasColumns(table, 'irq1'),
  flux: [
    ...APERTURES.map((aperture) => corrected(`tfa${aperture}`, { error: `ire${aperture}`, unit: MAGNITUDES })),
    ...APERTURES.map((aperture) => corrected(`pca${aperture}`, { error: `ire${aperture}`, unit: MAGNITUDES })),
    ...APERTURES.map((aperture) => raw(`irm${aperture}`, { error: `ire${aperture}`, unit: MAGNITUDES })),
    ...APERTURES.map((aperture) => raw(`ifl${aperture}`, { error: `ife${aperture}` })),
  ],
  quality: (table, flux) => letterGrades(table, `irq${flux.slice(-1)}`),
};
