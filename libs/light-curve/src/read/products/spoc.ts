import { hasColumns } from '../photometry-table';
import { corrected, missionFlags, type Product, raw } from './product';

/**
 * Light curves of the Kepler, K2 and TESS pipelines, TESS-SPOC included.
 * Kepler Archive Manual (KDMC-10008) section 2.3, TESS Science Data Products Description (EXP-TESS-ARC-ICD-0014) section 5.
 */
export const spoc: Product = {
  name: 'Kepler, K2 or TESS pipeline',
  wrote: (table) => hasColumns(table, 'pdcsap_flux'),
  flux: [corrected('pdcsap_flux'), raw('sap_flux')],
  quality: (table) => missionFlags(table, 'sap_quality', 'quality'),
};
