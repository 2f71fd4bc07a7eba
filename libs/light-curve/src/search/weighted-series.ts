import { segmentRanges } from '../clean/segments';
import { medianOf, robustSigma } from '../statistics/median';
import type { LightCurve } from '../types';

/** A detrended curve as the search sees it: time from its first cadence, dips as negative weighted flux. */
export interface WeightedSeries {
  /** Time of the first cadence [d, system of the curve]; `time` counts from it. */
  start: number;
  time: Float64Array;
  /** 1/σ² of each point, divided by their sum. */
  weight: Float64Array;
  /** `weight` × (flux − weighted mean). */
  weightedFlux: Float64Array;
  /** Sum of 1/σ² before the division: turns the box power into a χ² difference. */
  totalWeight: number;
}

/** Flux above the baseline is cut at this many σ: a flare must not hide a dip at the same phase. */
const MAX_SIGMA = 4;
/** Relative scatter of a segment whose points are all alike. */
const MIN_SCATTER = 1e-7;

/** Each point's σ: its own error bar, scaled so that the segment's median error equals the segment's robust scatter. */
export function pointScatter(curve: LightCurve): Float64Array {
  const { flux, fluxErr, segment } = curve;
  const scatter = new Float64Array(flux.length);
  for (const { start, end } of segmentRanges(segment)) {
    const measured = robustSigma(flux.subarray(start, end)) || MIN_SCATTER;
    const typical = medianOf(fluxErr.subarray(start, end));
    for (let i = start; i < end; i++) {
      const ratio = typical > 0 && fluxErr[i] > 0 ? fluxErr[i] / typical : 1;
      scatter[i] = measured * Math.max(0.5, Math.min(10, ratio));
    }
  }
  return scatter;
}

/** A dip is cut at this many times the depth of the n-th deepest dip, where n is the number of transits that a detection needs. */
const MAX_DEPTH_RATIO = 1.5;

/** Flux of the `count`-th deepest dip, with room; dips nearer than `apart` [d] to a deeper one are the same. */
function lowestFlux({ time, flux }: LightCurve, apart: number, count: number): number {
  const order = Array.from(flux.keys()).sort((a, b) => flux[a] - flux[b]);
  const dips: number[] = [];
  for (const row of order) {
    if (dips.some((other) => Math.abs(time[other] - time[row]) < apart)) continue;
    dips.push(row);
    if (dips.length === count) break;
  }
  return 1 - MAX_DEPTH_RATIO * Math.max(0, 1 - flux[dips[dips.length - 1]]);
}

/**
 * Weights for the box search. If the shortest duration covers several cadences, a single cadence far below both
 * neighbours is raised to their level: no transit looks like that, but a cosmic ray does. A dip that is far deeper than the
 * third deepest (or the n-th, if n transits are required) is cut, because it cannot repeat.
 * @param shortest shortest and @param longest longest duration of the search [d]
 */
export function weightedSeries(
  curve: LightCurve,
  { shortest, longest, minTransits }: { shortest: number; longest: number; minTransits: number },
): WeightedSeries {
  const { time, flux, cadence } = curve;
  const lowest = lowestFlux(curve, longest, minTransits);
  const count = time.length;
  const scatter = pointScatter(curve);
  const dropLone = shortest > 2.5 * cadence;
  const weight = new Float64Array(count);
  const weightedFlux = new Float64Array(count);
  let totalWeight = 0;
  let mean = 0;
  for (let i = 0; i < count; i++) {
    const sigma = scatter[i];
    let value = Math.max(lowest - 1, Math.min(flux[i] - 1, MAX_SIGMA * sigma));
    if (dropLone && value < -MAX_SIGMA * sigma && i > 0 && i < count - 1) {
      const neighbours = Math.min(flux[i - 1], flux[i + 1]) - 1;
      const together = time[i + 1] - time[i - 1] < 3 * cadence;
      if (together && neighbours > -2 * sigma) value = neighbours;
    }
    weight[i] = 1 / (sigma * sigma);
    weightedFlux[i] = value;
    totalWeight += weight[i];
    mean += weight[i] * value;
  }
  mean /= totalWeight;
  for (let i = 0; i < count; i++) {
    weight[i] /= totalWeight;
    weightedFlux[i] = weight[i] * (weightedFlux[i] - mean);
  }
  return { start: time[0], time: time.map((t) => t - time[0]), weight, weightedFlux, totalWeight };
}
