import { medianOf, robustSigma } from '../statistics/median';

/** Numbers that stand for a missing flux are far outside the scatter of the others [robust σ]. */
const FAR = 50;
/** A time of 0 stands for a missing one where the others begin this many of their mean steps later. */
const MIN_STEPS = 1000;

/** Rows whose flux is −99, −999.9, −9999 or the like, and far from all others. */
export function placeholderFluxes(flux: Float64Array): number[] {
  const rows: number[] = [];
  for (let row = 0; row < flux.length; row++)
    if (flux[row] <= -99 && /^-9+(\.9+)?$/.test(String(flux[row]))) rows.push(row);
  if (rows.length === 0) return rows;
  const finite = flux.filter(Number.isFinite);
  const centre = medianOf(finite);
  const limit = FAR * robustSigma(finite);
  return rows.filter((row) => Math.abs(flux[row] - centre) > limit);
}

/** Whether times of exactly 0 stand for missing ones: they lie far before all others. */
export function isZeroMissing(time: Float64Array): boolean {
  let zeros = 0;
  let others = 0;
  let first = Infinity;
  let last = -Infinity;
  for (const at of time) {
    if (at === 0) zeros++;
    else if (Number.isFinite(at)) {
      others++;
      first = Math.min(first, at);
      last = Math.max(last, at);
    }
  }
  return zeros > 0 && others > 1 && first > (MIN_STEPS * (last - first)) / others;
}
