import { TESS_MASKS } from '../../quality-masks';
import { columnNamed } from '../photometry-table';
import { corrected, missionFlags, type Product, raw } from './product';

/** Bits 13 and 31 mark points of low precision, to sector 55 and from 56; lightkurve drops them in `hard` too. */
const LOW_PRECISION = (2 ** 12) | (2 ** 30);

/** MIT Quick-Look Pipeline: `KSPSAP_FLUX` to sector 55, `DET_FLUX` from 56 (Huang et al. 2020, RNAAS 4, 204). */
export const qlp: Product = {
  name: 'TESS QLP',
  wrote: (table) => ['kspsap_flux', 'det_flux'].some((name) => columnNamed(table, name) !== undefined),
  flux: [
    corrected('kspsap_flux'),
    corrected('det_flux'),
    corrected('sys_rm_flux', { error: 'det_flux_err' }),
    raw('sap_flux', { error: 'kspsap_flux_err' }),
  ],
  quality: (table) => {
    const quality = missionFlags(table, 'quality');
    const masks = { ...TESS_MASKS, hard: TESS_MASKS.hard | LOW_PRECISION, hardest: -1 };
    return quality && { ...quality, masks: quality.masks ?? masks };
  },
};
