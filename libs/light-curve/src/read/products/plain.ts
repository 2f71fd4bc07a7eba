import { corrected, missionFlags, type Product, QUALITY_COLUMNS, raw } from './product';

const MAGNITUDE = { unit: 'mag' };

/** Any other table: a corrected column, a plain one, the simple aperture, magnitudes. */
export const plain: Product = {
  name: 'table',
  wrote: () => true,
  flux: [
    ...['pdcsap_flux', 'corr_flux', 'flux_corr', 'flux_corrected', 'corrected_flux', 'fcor'].map((name) =>
      corrected(name),
    ),
    ...['flux_detrended', 'detrended_flux', 'flux_det', 'flux_flat', 'flat_flux'].map((name) => corrected(name)),
    ...['flux', 'relative_flux', 'rel_flux', 'normalized_flux', 'normalised_flux', 'norm_flux'].map((name) =>
      raw(name),
    ),
    ...['ppm', 'ppt', 'percent'].map((unit) => raw(`flux_${unit}`, { unit })),
    ...['sap_flux', 'flux_raw', 'raw_flux', 'fraw', 'aperture_flux'].map((name) => raw(name)),
    ...['mag', 'magnitude', 'magnitudes', 'mags', 'rel_mag', 'diff_mag', 'delta_mag'].map((name) =>
      raw(name, MAGNITUDE),
    ),
  ],
  quality: (table) => missionFlags(table, ...QUALITY_COLUMNS),
};
