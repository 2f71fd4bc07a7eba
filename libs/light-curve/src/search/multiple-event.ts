import { medianOf } from '../statistics/median';
import type { Ephemeris, LightCurve } from '../types';
import { HOURS_PER_DAY, PPM } from '../units';
import { transitNumber } from '../views/fold';
import { noiseOfTransits } from './event-noise';

/** One transit on its own. */
export interface TransitEvent {
  /** Count of periods from the epoch. */
  number: number;
  /** Mid-transit time [d, system of the curve]. */
  time: number;
  /** Mean loss of light in the transit, and its 1 σ with red noise [ppm]. */
  depth: number;
  depthErr: number;
  /** Part of the transit's cadences that were observed, 0 to 1. */
  coverage: number;
}

/** The transits of one ephemeris taken together. */
export interface MultipleEvent {
  /** Transits with enough data, in time order. */
  events: TransitEvent[];
  /** Multiple event statistic: weighted mean depth over its error, with the noise measured at the transit's duration. */
  mes: number;
  /** The same with each transit's depth cut at twice the median depth, or 3 σ above the median: one deep glitch cannot dominate it. */
  robustMes: number;
  /** The smaller of `robustMes` and MES / √(reduced χ² of the depths): low when the transits are unlike each other (Seader et al. 2013, ApJS 206, 25). */
  consistentMes: number;
  /** Weighted mean depth in the box and its 1 σ [ppm]. */
  depth: number;
  depthErr: number;
}

/** A transit counts when this part of its cadences was observed. */
const COVERED_PART = 0.3;
/** A transit deeper than this many times the median depth, and than the median by this many σ, counts as that deep in the robust statistic. */
const MAX_DEPTH_RATIO = 2;
const MAX_DEPTH_SIGMA = 3;
/** Depths in a box vary by this fraction, depending on where the cadences lie, */
const SAMPLING = 0.2;
/** … and in a box shorter than two cadences by this fraction of a cadence over the duration: each end cuts one at random, √(2/12). */
const CUT_CADENCES = 0.41;

/**
 * Matched filter for a box at known times: single event depths d_i with noise σ_i add up to
 * MES = Σ d_i/σ_i² / √Σ 1/σ_i² (Jenkins 2002, ApJ 575, 493; Jenkins et al. 2010, ApJ 713, L87).
 * @param curve detrended, median 1; other planets' transits already removed
 * @param noise calculated where it is not given
 */
export function multipleEvent(
  curve: LightCurve,
  { period, epoch, duration }: Ephemeris,
  noise = noiseOfTransits(curve, { period, epoch, duration }),
): MultipleEvent {
  const width = duration / HOURS_PER_DAY;
  const events = singleEvents(curve, { period, epoch, duration }, noise.scatter, noise.fullBox);
  const median = medianOf(events.map(({ depth }) => depth));
  const { value: mes, mean, error } = combine(events);
  const cut = events.map((event) => ({
    ...event,
    depth: Math.min(event.depth, Math.max(MAX_DEPTH_RATIO * median, median + MAX_DEPTH_SIGMA * event.depthErr)),
  }));
  const robustMes = combine(cut).value;
  const sampling = mean * Math.max(SAMPLING, CUT_CADENCES / Math.max(1, width / curve.cadence));
  const chiSquare = events.reduce(
    (sum, event) => sum + (event.depth - mean) ** 2 / (event.depthErr ** 2 + sampling ** 2),
    0,
  );
  const unlike = Math.sqrt(Math.max(1, chiSquare / Math.max(1, events.length - 1)));
  return { events, mes, robustMes, consistentMes: Math.min(robustMes, mes / unlike), depth: mean, depthErr: error };
}

/** Weighted mean of the depths [ppm], its error and their ratio. */
function combine(events: readonly TransitEvent[]): { value: number; mean: number; error: number } {
  let sum = 0;
  let weights = 0;
  for (const { depth, depthErr } of events) {
    const weight = 1 / (depthErr * depthErr);
    sum += weight * depth;
    weights += weight;
  }
  if (weights === 0) return { value: 0, mean: 0, error: Infinity };
  return { value: sum / Math.sqrt(weights), mean: sum / weights, error: 1 / Math.sqrt(weights) };
}

/** Mean loss of each transit that has enough data. @param scatter noise of a whole box by cadence; @param fullBox its cadences */
export function singleEvents(
  { time, flux, cadence }: LightCurve,
  { period, epoch, duration }: Ephemeris,
  scatter: Float64Array,
  fullBox: number,
): TransitEvent[] {
  const half = Math.max(duration / HOURS_PER_DAY, cadence) / 2;
  const events: TransitEvent[] = [];
  let current = NaN;
  let sum = 0;
  let count = 0;
  let noise = 0;
  const close = (): void => {
    const coverage = count / fullBox;
    if (count === 0 || coverage < COVERED_PART) return;
    const depthErr = noise * Math.sqrt(Math.max(1, fullBox) / count);
    events.push({
      number: current,
      time: epoch + current * period,
      depth: (PPM * sum) / count,
      depthErr: PPM * depthErr,
      coverage: Math.min(1, coverage),
    });
  };
  for (let i = 0; i < time.length; i++) {
    const number = transitNumber(time[i], period, epoch);
    if (Math.abs(time[i] - epoch - number * period) > half) continue;
    if (number !== current) {
      close();
      current = number;
      sum = 0;
      count = 0;
    }
    sum += 1 - flux[i];
    noise = scatter[i];
    count++;
  }
  close();
  return events;
}
