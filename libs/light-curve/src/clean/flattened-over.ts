import { medianOf, robustSigma } from '../statistics/median';
import type { LightCurve } from '../types';
import { segmentRanges } from './segments';

/** Lengths whose means are compared [h]. */
const LENGTHS = [1, 1.5, 2, 3, 4.5, 7, 10, 15, 22, 32];
/** Cadences in a box, boxes that give a scatter, steps from box to box in one, and the part of its cadences that a box needs. */
const MIN_CADENCES = 3;
const MIN_BOXES = 60;
const STEPS = 4;
const FILLED_PART = 0.7;
/** Means of white noise scatter as 1 / √n. No star makes them scatter by less than this part of that: a filter has removed the rest. */
const QUIET_PART = 0.6;
/** Lengths in turn that have to be as quiet, and how many times longer than the first of them the filter is: single sectors that were flattened over 13 h give 14 h in the median. */
const MIN_LENGTHS = 2;
const FILTER_LENGTHS = 2;

/**
 * The length over which the flux was flattened before it came here [h]; undefined where it was not, or over more than two days. What
 * does not spare the transits makes them shallower, one more than another, and leaves bumps and dips beside them.
 * @param curve not detrended, its transits removed
 */
export function flattenedOver(curve: LightCurve): number | undefined {
  const { flux, fluxErr } = curve;
  const differences = flux.subarray(1).map((value, row) => value - flux[row]);
  // Neighbours differ by more than the noise where a star pulsates within hours.
  const white = Math.min(robustSigma(differences) / Math.SQRT2, medianOf(fluxErr));
  const ratios = LENGTHS.flatMap((length) => {
    const cadences = length / 24 / curve.cadence;
    const means = cadences < MIN_CADENCES ? [] : boxMeans(curve, Math.round(cadences));
    const scatter = robustSigma(means);
    return means.length < MIN_BOXES ? [] : [{ length, ratio: (scatter * Math.sqrt(Math.round(cadences))) / white }];
  });
  if (ratios.length === 0) return undefined;
  // Noise that neighbours share, or that they have with opposite signs, changes all ratios alike.
  const limit = QUIET_PART * Math.min(1, ratios[0].ratio);
  const first = ratios.findIndex(
    ({ ratio }, at) => ratio < limit && medianOf(ratios.slice(at).map((longer) => longer.ratio)) < limit,
  );
  return first > 0 && ratios.length - first >= MIN_LENGTHS ? FILTER_LENGTHS * ratios[first].length : undefined;
}

/** Means over boxes of that many cadences, four to a length, less their median in the segment. */
function boxMeans({ time, flux, segment, cadence }: LightCurve, cadences: number): number[] {
  const days = cadences * cadence;
  return segmentRanges(segment).flatMap(({ start, end }) => {
    const means: number[] = [];
    let [from, to, sum] = [start, start, 0];
    for (let left = time[start]; left + days <= time[end - 1] + cadence; left += days / STEPS) {
      for (; to < end && time[to] < left + days; to++) sum += flux[to] - 1;
      for (; from < to && time[from] < left; from++) sum -= flux[from] - 1;
      if (to - from >= FILLED_PART * cadences) means.push(sum / (to - from));
    }
    const middle = medianOf(means);
    return means.map((mean) => mean - middle);
  });
}
