import { segmentRanges } from '../clean/segments';
import { trendOf } from '../detrend/detrend';
import type { LightCurve } from '../types';

/** The curve upside down: brightenings become dips, transits bumps, and whatever is found is a false alarm (Thompson et al. 2018, ApJS 235, 38, sect. 2.3). */
export function inverted(curve: LightCurve): LightCurve {
  return { ...curve, flux: curve.flux.map((flux) => 2 - flux) };
}

/** Window of the trend that stays in place when a curve is scrambled [h]. */
const TREND_WINDOW = 48;

/**
 * The curve with stretches of its noise exchanged. Periodic signals lose their period, noise keeps its colour up to the length
 * of a stretch, and the star's slow variation stays (the scrambled quarters of Thompson et al. 2018, within one quarter).
 * @param stretch length of a stretch [d]
 */
export function scrambled(curve: LightCurve, stretch: number, random: () => number): LightCurve {
  const trend = trendOf(curve, { window: TREND_WINDOW });
  const flux = new Float64Array(curve.flux.length);
  const fluxErr = new Float64Array(curve.flux.length);
  const perStretch = Math.max(2, Math.round(stretch / curve.cadence));
  for (const { start, end } of segmentRanges(curve.segment)) {
    const count = Math.max(1, Math.floor((end - start) / perStretch));
    let place = start;
    for (const k of shuffled(count, random)) {
      const to = k === count - 1 ? end : start + (k + 1) * perStretch;
      for (let i = start + k * perStretch; i < to; i++, place++) {
        flux[place] = (curve.flux[i] / trend[i]) * trend[place];
        fluxErr[place] = curve.fluxErr[i];
      }
    }
  }
  return { ...curve, flux, fluxErr };
}

function shuffled(count: number, random: () => number): number[] {
  const order = Array.from({ length: count }, (_, i) => i);
  for (let i = count - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    [order[i], order[j]] = [order[j], order[i]];
  }
  return order;
}
