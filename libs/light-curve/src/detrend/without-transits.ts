import { takeRows } from '../clean/take-rows';
import type { Ephemeris, LightCurve } from '../types';
import { transitMask } from './transit-mask';

/** The curve less every cadence in a transit of the given ephemerides. */
export function withoutTransits(curve: LightCurve, ephemerides: readonly Ephemeris[]): LightCurve {
  if (ephemerides.length === 0) return curve;
  const masked = transitMask(curve.time, ephemerides, curve.cadence);
  const rows: number[] = [];
  for (let row = 0; row < masked.length; row++) if (masked[row] === 0) rows.push(row);
  return takeRows(curve, rows);
}
