import type { LightCurve } from '../types';

/** Photometry against time from mid-transit [d], sorted, the transit at 0. */
export interface Folded {
  phase: Float64Array;
  flux: Float64Array;
}

/** Time since the nearest mid-transit, from −P/2 to P/2 [d]: ((t − t0 + P/2) mod P) − P/2. */
export function phaseTime(time: number, period: number, epoch: number): number {
  return time - epoch - period * transitNumber(time, period, epoch);
}

/** Number of the transit a time belongs to; the one at the epoch is 0. */
export function transitNumber(time: number, period: number, epoch: number): number {
  return Math.floor((time - epoch + period / 2) / period);
}

/** The curve folded; `keep` selects rows. */
export function fold(
  { time, flux }: LightCurve,
  period: number,
  epoch: number,
  keep: (row: number) => boolean = () => true,
): Folded {
  const rows: number[] = [];
  for (let row = 0; row < time.length; row++) if (keep(row)) rows.push(row);
  const phases = Float64Array.from(time, (at) => phaseTime(at, period, epoch));
  rows.sort((a, b) => phases[a] - phases[b]);
  return {
    phase: Float64Array.from(rows, (row) => phases[row]),
    flux: Float64Array.from(rows, (row) => flux[row]),
  };
}
