import { medianOf, robustSigma } from './median';

/** Standard deviation about the median of what lies within `clip` robust deviations: unlike the MAD it grows with moderate tails. NaN for no values. */
export function clippedScatter(values: Float64Array | readonly number[], clip = 6): number {
  const centre = medianOf(values);
  const limit = clip * robustSigma(values);
  let sum = 0;
  let count = 0;
  for (const value of values) {
    const off = value - centre;
    if (Math.abs(off) > limit) continue;
    sum += off * off;
    count++;
  }
  return count > 0 ? Math.sqrt(sum / count) : NaN;
}
