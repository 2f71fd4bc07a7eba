import { pointScatter } from '../search/weighted-series';
import type { Ephemeris, LightCurve } from '../types';
import { HOURS_PER_DAY } from '../units';
import { phaseTime, transitNumber } from '../views/fold';
import type { TransitProfile } from './transit-shape';

/** A linear ephemeris fitted to all transits at once. */
export interface TimingFit {
  /** [d] */
  period: number;
  periodErr: number;
  /** Mid-transit of the first transit in the data [d]. */
  epoch: number;
  epochErr: number;
}

const MAX_ROUNDS = 6;
/** Below this part of its terms the determinant is rounding: all points are of one transit, which says nothing of the period. */
const ALONE = 1e-9;

/**
 * Moves period and epoch until the model's time derivative no longer explains the residuals: weighted linear least squares
 * over every point in transit, repeated. Errors from the normal matrix, scaled by the residuals (Carter et al. 2008, ApJ 689, 499).
 * One transit alone moves the epoch, and the period stays as it was given.
 * @param level flux outside the transit; @param redNoise least factor on the errors
 */
export function fitTiming(
  curve: LightCurve,
  start: Ephemeris,
  profile: TransitProfile,
  level: number,
  redNoise: number,
): TimingFit {
  const reach = start.duration / HOURS_PER_DAY / 2 + curve.cadence;
  const step = start.duration / HOURS_PER_DAY / 200;
  const scatter = pointScatter(curve);
  let period = start.period;
  // Counted from the first transit in the data, where products of the counts are exact enough.
  let epoch = firstAfter(curve.time[0], start);
  const given = unmovedTiming(curve.time, start);
  let result: TimingFit = { period, epoch, periodErr: 0, epochErr: 0 };
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const sums = { w: 0, n: 0, nn: 0, r: 0, rn: 0, square: 0, points: 0 };
    for (let i = 0; i < curve.time.length; i++) {
      const phase = phaseTime(curve.time[i], period, epoch);
      if (Math.abs(phase) > reach) continue;
      const slope = (level * (profile.lossAt(phase + step) - profile.lossAt(phase - step))) / (2 * step);
      const residual = curve.flux[i] - level + level * profile.lossAt(phase);
      const number = transitNumber(curve.time[i], period, epoch);
      const weight = 1 / (scatter[i] * scatter[i]);
      const gain = weight * slope * slope;
      sums.w += gain;
      sums.n += gain * number;
      sums.nn += gain * number * number;
      sums.r += weight * slope * residual;
      sums.rn += weight * slope * residual * number;
      sums.square += weight * residual * residual;
      sums.points++;
    }
    const determinant = sums.w * sums.nn - sums.n * sums.n;
    if (!(sums.w > 0)) return result;
    const alone = !(determinant > ALONE * sums.w * sums.nn);
    const scale = Math.max(redNoise, Math.sqrt(sums.square / Math.max(1, sums.points - 2)));
    const limit = start.duration / HOURS_PER_DAY / 4;
    const epochStep = clampTo(alone ? sums.r / sums.w : (sums.nn * sums.r - sums.n * sums.rn) / determinant, limit);
    const periodStep = alone ? 0 : clampTo((sums.w * sums.rn - sums.n * sums.r) / determinant, limit);
    epoch += epochStep;
    period += periodStep;
    result = firstInData(
      curve.time,
      {
        period,
        epoch,
        periodErr: alone ? given.periodErr : scale * Math.sqrt(sums.w / determinant),
      },
      sums.n / sums.w,
      scale / Math.sqrt(sums.w),
    );
    if (Math.abs(epochStep) < 0.02 * result.epochErr && Math.abs(periodStep) < 0.02 * result.periodErr) break;
  }
  return result;
}

/** The ephemeris as given, where the fold has no dip to move it: known to half of the duration, within which a dip was looked for. */
export function unmovedTiming(time: Float64Array, { period, epoch, duration }: Ephemeris): TimingFit {
  const error = duration / HOURS_PER_DAY / 2;
  const orbits = Math.max(1, (time[time.length - 1] - time[0]) / period);
  const middle = (time[0] - epoch) / period + orbits / 2;
  return firstInData(time, { period, epoch, periodErr: error / orbits }, middle, error);
}

function clampTo(value: number, limit: number): number {
  return Math.max(-limit, Math.min(limit, value));
}

/** The same ephemeris counted from its first transit after the first cadence; errors grow with the distance from the mean transit. */
function firstInData(
  time: Float64Array,
  fit: Omit<TimingFit, 'epochErr'>,
  meanNumber: number,
  meanErr: number,
): TimingFit {
  const epoch = firstAfter(time[0], fit);
  const first = Math.round((epoch - fit.epoch) / fit.period);
  return { ...fit, epoch, epochErr: Math.hypot(meanErr, (first - meanNumber) * fit.periodErr) };
}

/** Mid-time of the first transit after a time [d]. */
function firstAfter(time: number, { period, epoch }: Pick<Ephemeris, 'period' | 'epoch'>): number {
  return epoch + Math.ceil((time - epoch) / period) * period;
}
