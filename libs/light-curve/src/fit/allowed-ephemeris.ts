import { pointScatter } from '../search/weighted-series';
import type { LightCurve } from '../types';
import { HOURS_PER_DAY } from '../units';
import { phaseTime, transitNumber } from '../views/fold';
import { ephemerisOf, lossTable, type TransitFit } from './fit-transit';
import { redNoiseFactor } from './red-noise';

/** A stronger signal [σ of the depth] has a likelihood with one narrow top, whose width the fit knows. */
const WEAK = 20;
/** Ephemerides are compared that move no transit by more than so many of its errors, or by more than its duration … */
const REACH_SIGMAS = 10;
/** … in this many steps to either side … */
const STEPS = 24;
const SHIFTS = 2 * STEPS + 1;
/** … and shapes that last this many times as long as the fitted one, which of a weak signal is uncertain, too. */
const STRETCHES = [0.5, 0.7, 1, 1.4, 2];

/** What the points near one transit say of the shape at each shift: Σ w L (1 − f) and Σ w L². */
interface ShiftedSums {
  products: Float64Array;
  squares: Float64Array;
}

/**
 * Period and epoch of a fit, their errors raised to the root mean square distance of the ephemerides that the data allow, each
 * weighted by its likelihood with its best depth. Of a weak signal the likelihood has several tops, or a broad one, of which
 * the slope of the model at the best ephemeris (`fitTiming`) knows nothing.
 * @param curve detrended, as it was fitted
 */
export function allowedEphemeris(fit: TransitFit, curve: LightCurve): Pick<TransitFit, 'period' | 'epoch'> {
  const { period, epoch, depth } = fit;
  const half = Math.floor((curve.time[curve.time.length - 1] - epoch.value) / period.value) / 2;
  const reach = Math.min(fit.duration.value / HOURS_PER_DAY, REACH_SIGMAS * epoch.error);
  if (depth.value > WEAK * depth.error || !(half > 0) || !(reach > 0)) return { period, epoch };
  const red = redNoiseFactor(curve, ephemerisOf(fit));
  const halfDays = (fit.duration.value / HOURS_PER_DAY + curve.cadence) / 2;
  const shape = { loss: lossTable(fit, curve.cadence, halfDays), halfDays };
  const scatter = pointScatter(curve);
  const sums = { weight: 0, tilt: 0, first: 0 };
  let top = -Infinity;
  for (const stretch of STRETCHES) {
    const events = [...shiftedSums(curve, scatter, fit, shape, reach, stretch)];
    const places = events.map(([number]) => number / half - 1);
    for (let middle = -STEPS; middle <= STEPS; middle++) {
      const most = STEPS - Math.abs(middle);
      for (let tilt = -most; tilt <= most; tilt++) {
        const log = logLikelihood(events, places, middle, tilt) / red ** 2;
        if (log > top) {
          const shrink = Math.exp(top - log);
          for (const name of ['weight', 'tilt', 'first'] as const) sums[name] *= shrink;
          top = log;
        }
        const weight = Math.exp(log - top);
        sums.weight += weight;
        sums.tilt += weight * tilt ** 2;
        sums.first += weight * (middle - tilt) ** 2;
      }
    }
  }
  const step = reach / STEPS;
  return {
    period: { ...period, error: Math.max(period.error, (step * Math.sqrt(sums.tilt / sums.weight)) / half) },
    epoch: { ...epoch, error: Math.max(epoch.error, step * Math.sqrt(sums.first / sums.weight)) },
  };
}

/**
 * Of the ephemeris whose middle transit is moved by `middle` steps and whose last one by `tilt` steps more, over that of no
 * transit. @param places of the events, −1 for the first transit to 1 for the last
 */
function logLikelihood(
  events: readonly [number, ShiftedSums][],
  places: readonly number[],
  middle: number,
  tilt: number,
): number {
  let product = 0;
  let square = 0;
  for (let k = 0; k < events.length; k++) {
    const shift = STEPS + middle + tilt * places[k];
    const low = Math.max(0, Math.min(SHIFTS - 2, Math.floor(shift)));
    const { products, squares } = events[k][1];
    product += products[low] + (shift - low) * (products[low + 1] - products[low]);
    square += squares[low] + (shift - low) * (squares[low + 1] - squares[low]);
  }
  return product > 0 ? product ** 2 / (2 * square) : 0;
}

/** By transit number, for white noise. */
function shiftedSums(
  curve: LightCurve,
  scatter: Float64Array,
  fit: TransitFit,
  { loss, halfDays }: { loss: (phase: number) => number; halfDays: number },
  reach: number,
  stretch: number,
): Map<number, ShiftedSums> {
  const { period, epoch } = ephemerisOf(fit);
  const within = stretch * halfDays + reach;
  const step = reach / STEPS;
  const sums = new Map<number, ShiftedSums>();
  for (let row = 0; row < curve.time.length; row++) {
    const phase = phaseTime(curve.time[row], period, epoch);
    if (Math.abs(phase) > within) continue;
    const number = transitNumber(curve.time[row], period, epoch);
    const own = sums.get(number) ?? { products: new Float64Array(SHIFTS), squares: new Float64Array(SHIFTS) };
    sums.set(number, own);
    const weight = 1 / scatter[row] ** 2;
    const missing = 1 - curve.flux[row] / fit.level;
    for (let k = 0; k < SHIFTS; k++) {
      const expected = loss((phase - (k - STEPS) * step) / stretch);
      if (expected === 0) continue;
      own.products[k] += weight * expected * missing;
      own.squares[k] += weight * expected * expected;
    }
  }
  return sums;
}
