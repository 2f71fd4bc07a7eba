import type { Mission } from '../types';

/** How strictly the mission's flags are applied; TESS has a single recommended mask. */
export type QualityLevel = 'none' | 'default' | 'hard' | 'hardest';

/** Masks as in lightkurve 2 (`KeplerQualityFlags`, `TessQualityFlags`): a cadence with any of these bits is dropped. */
const KEPLER: Record<QualityLevel, number> = { none: 0, default: 1130799, hard: 1664431, hardest: 2096639 };
const TESS: Record<QualityLevel, number> = { none: 0, default: 175, hard: 7407, hardest: 65535 };
const ANY_FLAG = -1;

/** The bits of `quality` that drop a cadence; for an unknown mission any flag does. */
export function qualityMask(mission: Mission | undefined, level: QualityLevel = 'default'): number {
  if (mission === undefined) return level === 'none' ? 0 : ANY_FLAG;
  return (mission === 'TESS' ? TESS : KEPLER)[level];
}
