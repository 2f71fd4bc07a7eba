import type { LightCurve } from '../types';

/** The curve with only the rows given, in that order; every array keeps its meaning. */
export function takeRows(curve: LightCurve, rows: readonly number[]): LightCurve {
  const take = (values: Float64Array): Float64Array => copyRows(values, rows, new Float64Array(rows.length));
  const takeWhole = (values: Int32Array): Int32Array => copyRows(values, rows, new Int32Array(rows.length));
  return {
    ...curve,
    time: take(curve.time),
    flux: take(curve.flux),
    fluxErr: take(curve.fluxErr),
    segment: takeWhole(curve.segment),
    ...(curve.quality ? { quality: takeWhole(curve.quality) } : {}),
    ...(curve.centroidCol ? { centroidCol: take(curve.centroidCol) } : {}),
    ...(curve.centroidRow ? { centroidRow: take(curve.centroidRow) } : {}),
  };
}

/** A loop, since `from` with a function is ten times slower, and each search does this for every cadence. */
function copyRows<T extends Float64Array | Int32Array>(from: T, rows: readonly number[], to: T): T {
  for (let i = 0; i < rows.length; i++) to[i] = from[rows[i]];
  return to;
}
