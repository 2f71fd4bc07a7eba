import type { QualityLevel } from '@exoplanet/contracts';
import type { Mission, QualityMasks } from './types';

/** Masks as in lightkurve 2 (`KeplerQualityFlags`, `TessQualityFlags`): a cadence with any of these bits is dropped. */
const KEPLER_MASKS: QualityMasks = { default: 1130799, hard: 1664431, hardest: 2096639 };
export const TESS_MASKS: QualityMasks = { default: 175, hard: 7407, hardest: 65535 };
const ANY_FLAG: QualityMasks = { default: -1, hard: -1, hardest: -1 };

/**
 * The bits of `quality` that drop a cadence. A number is the mask itself; for an unknown mission any flag drops a cadence.
 * @param masks where the product has flags of its own
 */
export function qualityMask(
  mission: Mission | undefined,
  level: QualityLevel | number = 'default',
  masks?: QualityMasks,
): number {
  if (typeof level === 'number') return level;
  if (level === 'none') return 0;
  if (masks) return masks[level];
  if (mission === undefined) return ANY_FLAG[level];
  return (mission === 'TESS' ? TESS_MASKS : KEPLER_MASKS)[level];
}
