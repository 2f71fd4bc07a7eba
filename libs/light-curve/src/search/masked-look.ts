import { detrend } from '../detrend/detrend';
import { transitMask } from '../detrend/transit-mask';
import { maskedWindow } from '../detrend/window';
import { clippedScatter } from '../statistics/clipped-scatter';
import { medianOf } from '../statistics/median';
import type { Ephemeris, LightCurve } from '../types';
import { HOURS_PER_DAY } from '../units';
import { eventNoise } from './event-noise';
import { singleEvents } from './multiple-event';

/** A curve detrended with the transits of one ephemeris masked. */
export interface MaskedLook {
  flat: LightCurve;
  /** How much more the depths in masked windows scatter than the noise of the detrended curve makes them; at least 1. */
  excess: number;
}

/** Windows that are tried, in the narrowest one: a wide one guesses the trend better where the star is quiet. */
const WINDOWS = [1, 2];
/** Detrendings with masked windows at other phases, at most. */
const ROUNDS = 3;
/** Masked windows in one detrending keep this many of its widths apart, … */
const WINDOWS_APART = 2;
/** … and this many durations from the transit. */
const CLEAR_DURATIONS = 2;
/** Minimum number of masked windows that give a scatter, and the number from which no more are needed. */
const MIN_EVENTS = 8;
const ENOUGH_EVENTS = 40;

/**
 * Detrends around a dip with the window that leaves the least noise in masked windows at other phases, where no transit is. Below
 * a mask the trend is a guess, elsewhere it follows the noise, so these depths scatter more than the rest of the curve.
 * @param curve not detrended, without the transits of other planets; @param given the window to use [h]
 */
export function maskedLook(curve: LightCurve, dip: Ephemeris, given?: number): MaskedLook {
  const windows = given === undefined ? WINDOWS.map((factor) => factor * maskedWindow(dip.duration)) : [given];
  const tried = windows.map((window) => ({ window, ...maskedNoise(curve, dip, window) }));
  const { window, excess } = tried.reduce((best, one) => (one.noise < best.noise ? one : best));
  return { flat: detrend(curve, { window, mask: [dip] }), excess };
}

/** Noise of a depth in a masked window, and that over the noise elsewhere. */
function maskedNoise(curve: LightCurve, dip: Ephemeris, window: number): { noise: number; excess: number } {
  const days = Math.max(dip.duration / HOURS_PER_DAY, curve.cadence);
  const scores: number[] = [];
  let elsewhere = Infinity;
  for (const controls of controlPhases(dip, window, days)) {
    const mask = [dip, ...controls];
    const flat = detrend(curve, { window, mask });
    const { scatter, fullBox } = eventNoise(flat, days, transitMask(flat.time, mask, flat.cadence));
    elsewhere = medianOf(scatter);
    for (const control of controls)
      for (const { depth, depthErr } of singleEvents(flat, control, scatter, fullBox)) scores.push(depth / depthErr);
    if (scores.length >= ENOUGH_EVENTS) break;
  }
  const excess = scores.length < MIN_EVENTS ? 1 : Math.max(1, clippedScatter(scores));
  return { noise: excess * elsewhere, excess };
}

/** Ephemerides of the same period at other phases, so few at a time that their windows do not meet. */
function controlPhases(dip: Ephemeris, window: number, days: number): Ephemeris[][] {
  const count = Math.max(1, Math.floor((dip.period * HOURS_PER_DAY) / (WINDOWS_APART * window)));
  return Array.from({ length: ROUNDS }, (_, round) =>
    Array.from({ length: count }, (__, i) => (i + (round + 1) / (ROUNDS + 1)) / count)
      .filter((phase) => Math.min(phase, 1 - phase) * dip.period > CLEAR_DURATIONS * days)
      .map((phase) => ({ ...dip, epoch: dip.epoch + phase * dip.period })),
  ).filter(({ length }) => length > 0);
}
