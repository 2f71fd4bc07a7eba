import type { LightCurve } from '../types';

/** The curve with only the rows given, in that order; every array keeps its meaning. */
export function takeRows(curve: LightCurve, rows: readonly number[]): LightCurve {
  const take = (values: Float64Array) => Float64Array.from(rows, (row) => values[row]);
  return {
    ...curve,
    time: take(curve.time),
    flux: take(curve.flux),
    fluxErr: take(curve.fluxErr),
    segment: Int32Array.from(rows, (row) => curve.segment[row]),
    ...(curve.quality ? { quality: Int32Array.from(rows, (row) => curve.quality![row]) } : {}),
    ...(curve.centroidCol ? { centroidCol: take(curve.centroidCol) } : {}),
    ...(curve.centroidRow ? { centroidRow: take(curve.centroidRow) } : {}),
  };
}
