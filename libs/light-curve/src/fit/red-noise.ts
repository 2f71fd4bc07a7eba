import { transitMask } from '../detrend/transit-mask';
import { eventNoise } from '../search/event-noise';
import { pointScatter } from '../search/weighted-series';
import { medianOf } from '../statistics/median';
import type { Ephemeris, LightCurve } from '../types';
import { HOURS_PER_DAY } from '../units';

/** Scatter of the mean over one transit duration beside the transits, over what white noise explains; at least 1 (β of Winn et al. 2008, ApJ 683, 1076). */
export function redNoiseFactor(curve: LightCurve, ephemeris: Ephemeris): number {
  const days = Math.max(ephemeris.duration / HOURS_PER_DAY, curve.cadence);
  const noise = eventNoise(curve, days, transitMask(curve.time, [ephemeris], curve.cadence));
  const scatter = pointScatter(curve);
  const factor = noise.scatter.map((mean, row) => (mean * Math.sqrt(noise.fullBox)) / scatter[row]);
  return Math.max(1, medianOf(factor) || 1);
}
