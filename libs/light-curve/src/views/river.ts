import type { LightCurve } from '../types';
import { binMedians, type Bins } from './binning';
import { fold, type Folded, transitNumber } from './fold';
import type { ViewScale } from './view';

export const RIVER_ROWS = 64;

export interface River {
  /** 64 × bins, row by row, one transit (or group of transits) per row in time order; NaN where there is no data. */
  values: Float32Array;
  /** 1 where `values` is a number. */
  mask: Uint8Array;
  /** Transits with any data in the local range. */
  transits: number;
}

/**
 * The river image: the local view of each transit on its own, on the level and scale of the local view of all.
 * More than 64 transits are averaged in equal consecutive groups (equal to one transit), fewer leave masked rows.
 */
export function makeRiver(
  curve: LightCurve,
  period: number,
  epoch: number,
  bins: Bins,
  { level, scale }: ViewScale,
): River {
  const transits = [...byTransit(curve, period, epoch, bins)]
    .map((folded) => binMedians(folded, bins))
    .filter((row) => row.some(Number.isFinite));
  const rows = Math.min(RIVER_ROWS, transits.length);
  const values = new Float32Array(RIVER_ROWS * bins.count).fill(Number.NaN);
  const mask = new Uint8Array(values.length);
  for (let row = 0; row < rows; row++) {
    const group = transits.slice(
      Math.floor((row * transits.length) / rows),
      Math.floor(((row + 1) * transits.length) / rows),
    );
    for (let bin = 0; bin < bins.count; bin++) {
      const filled = group.map((transit) => transit[bin]).filter(Number.isFinite);
      if (filled.length === 0) continue;
      const mean = filled.reduce((sum, value) => sum + value, 0) / filled.length;
      values[row * bins.count + bin] = (mean - level) / scale;
      mask[row * bins.count + bin] = 1;
    }
  }
  return { values, mask, transits: transits.length };
}

/** The local stretch around each mid-transit, in time order. */
function* byTransit(curve: LightCurve, period: number, epoch: number, { from, to }: Bins): Generator<Folded> {
  const { time } = curve;
  let start = 0;
  while (start < time.length) {
    const number = transitNumber(time[start], period, epoch);
    let end = start + 1;
    while (end < time.length && transitNumber(time[end], period, epoch) === number) end++;
    const middle = epoch + number * period;
    const stretch = rowsBetween(time, start, end, middle + from, middle + to);
    if (stretch.end > stretch.start) yield fold(slice(curve, stretch.start, stretch.end), period, epoch);
    start = end;
  }
}

function rowsBetween(
  time: Float64Array,
  start: number,
  end: number,
  from: number,
  to: number,
): { start: number; end: number } {
  let first = start;
  while (first < end && time[first] < from) first++;
  let last = end;
  while (last > first && time[last - 1] > to) last--;
  return { start: first, end: last };
}

function slice(curve: LightCurve, start: number, end: number): LightCurve {
  return {
    ...curve,
    time: curve.time.subarray(start, end),
    flux: curve.flux.subarray(start, end),
  };
}
