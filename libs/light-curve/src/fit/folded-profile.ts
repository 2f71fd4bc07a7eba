import { pointScatter } from '../search/weighted-series';
import type { Ephemeris, LightCurve } from '../types';
import { HOURS_PER_DAY } from '../units';
import { phaseTime } from '../views/fold';

/** Flux near mid-transit, folded and averaged in narrow bins; only filled bins, in order of phase. */
export interface FoldedProfile {
  /** Mean time from mid-transit of the points in the bin [d]. */
  phase: Float64Array;
  flux: Float64Array;
  /** 1 σ of `flux`, white noise. */
  error: Float64Array;
  /** Standard deviation of the times in the bin [d]: averaging them smears the transit. */
  spread: Float64Array;
}

/** Durations to either side of mid-transit. */
const REACH = 2;
/** Bins in a duration, at most; never finer than a third of a cadence. */
const BINS_PER_DURATION = 30;

/** Folds and averages what lies within two durations of mid-transit (a half period at most). */
export function foldedProfile(curve: LightCurve, { period, epoch, duration }: Ephemeris): FoldedProfile {
  const days = duration / HOURS_PER_DAY;
  const reach = Math.min(REACH * days + curve.cadence, period / 2);
  const width = Math.max(days / BINS_PER_DURATION, curve.cadence / 3);
  const count = Math.ceil((2 * reach) / width);
  const weight = new Float64Array(count);
  const phase = new Float64Array(count);
  const flux = new Float64Array(count);
  const square = new Float64Array(count);
  const scatter = pointScatter(curve);
  for (let i = 0; i < curve.time.length; i++) {
    const at = phaseTime(curve.time[i], period, epoch);
    const bin = Math.floor((at + reach) / width);
    if (bin < 0 || bin >= count) continue;
    const w = 1 / (scatter[i] * scatter[i]);
    // Running mean and variance (West 1979, CACM 22, 532).
    weight[bin] += w;
    const off = at - phase[bin];
    phase[bin] += (w / weight[bin]) * off;
    square[bin] += w * off * (at - phase[bin]);
    flux[bin] += w * curve.flux[i];
  }
  const filled = Array.from(weight.keys()).filter((bin) => weight[bin] > 0);
  return {
    phase: Float64Array.from(filled, (bin) => phase[bin]),
    flux: Float64Array.from(filled, (bin) => flux[bin] / weight[bin]),
    error: Float64Array.from(filled, (bin) => 1 / Math.sqrt(weight[bin])),
    spread: Float64Array.from(filled, (bin) => Math.sqrt(square[bin] / weight[bin])),
  };
}
