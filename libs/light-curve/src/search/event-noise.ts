import { segmentRanges } from '../clean/segments';
import { transitMask } from '../detrend/transit-mask';
import { clippedScatter } from '../statistics/clipped-scatter';
import type { Ephemeris, LightCurve } from '../types';
import { HOURS_PER_DAY } from '../units';

/** Noise of the mean flux over one transit duration, segment by segment: what red noise leaves after averaging. */
export interface EventNoise {
  /** Duration the noise is for [d]. */
  duration: number;
  /** Cadences in a whole box of that duration. */
  fullBox: number;
  /** 1 σ of the mean of a whole box, by cadence (constant over a segment). */
  scatter: Float64Array;
}

/** Boxes that a segment needs for a scatter of its own; with fewer it gets the scatter of the whole curve. */
const MIN_BOXES = 25;
/** Fraction of its cadences that a box needs in order to count. */
const FILLED_PART = 0.6;

/**
 * Scatter of box means over out-of-transit flux. For white noise it is σ/√n; correlated noise makes it larger
 * (Pont, Zucker & Queloz 2006, MNRAS 373, 231; the CDPP of Jenkins et al. 2010, ApJ 713, L87 is the same quantity).
 * @param inTransit 1 where a cadence must not count
 * @param duration [d]
 */
export function eventNoise(curve: LightCurve, duration: number, inTransit: Uint8Array): EventNoise {
  const fullBox = Math.max(1, duration / curve.cadence);
  const scatter = new Float64Array(curve.time.length);
  const ranges = segmentRanges(curve.segment).map(({ start, end }) => ({
    start,
    end,
    means: boxMeans(curve, start, end, duration, fullBox, inTransit),
  }));
  const overall = clippedScatter(ranges.flatMap(({ means }) => means)) || typicalError(curve) / Math.sqrt(fullBox);
  for (const { start, end, means } of ranges) {
    const own = means.length >= MIN_BOXES ? clippedScatter(means) : overall;
    scatter.fill(own > 0 ? own : overall, start, end);
  }
  return { duration, fullBox, scatter };
}

/** Noise of a box of a transit's duration (one cadence at least) beside the transits of an ephemeris. */
export function noiseOfTransits(curve: LightCurve, ephemeris: Ephemeris): EventNoise {
  const days = Math.max(ephemeris.duration / HOURS_PER_DAY, curve.cadence);
  return eventNoise(curve, days, transitMask(curve.time, [ephemeris], curve.cadence));
}

function typicalError({ fluxErr }: LightCurve): number {
  let sum = 0;
  for (const error of fluxErr) sum += error;
  return sum / fluxErr.length || 1e-4;
}

/** Mean flux − 1 of boxes four to a duration, scaled to a whole box's scatter. */
function boxMeans(
  curve: LightCurve,
  start: number,
  end: number,
  duration: number,
  fullBox: number,
  inTransit: Uint8Array,
): number[] {
  const { time, flux } = curve;
  const means: number[] = [];
  let from = start;
  let to = start;
  let sum = 0;
  let count = 0;
  for (let left = time[start]; left + duration <= time[end - 1] + curve.cadence; left += duration / 4) {
    for (; to < end && time[to] < left + duration; to++) {
      if (inTransit[to]) continue;
      sum += flux[to] - 1;
      count++;
    }
    for (; from < to && time[from] < left; from++) {
      if (inTransit[from]) continue;
      sum -= flux[from] - 1;
      count--;
    }
    if (count >= Math.max(1, FILLED_PART * fullBox)) means.push((sum / count) * Math.sqrt(count / fullBox));
  }
  return means;
}
