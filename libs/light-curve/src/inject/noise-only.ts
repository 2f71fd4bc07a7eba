import { segmentRanges } from '../clean/segments';
import { type LightCurve } from '../types';

/** The curve upside down: brightenings become dips, transits bumps, and whatever is found is a false alarm (Thompson et al. 2018, ApJS 235, 38, sect. 2.3). */
export function inverted(curve: LightCurve): LightCurve {
  return { ...curve, flux: curve.flux.map((flux) => 2 - flux) };
}

/**
 * The curve with stretches of its flux exchanged: noise keeps its colour, what is periodic loses its rhythm. Stretches are
 * taken inside a segment and keep their own order; each is levelled to the place it goes to, so that no steps appear.
 * @param stretch length of a stretch [d]
 */
export function scrambled(curve: LightCurve, stretch: number, random: () => number): LightCurve {
  const flux = curve.flux.slice();
  const fluxErr = curve.fluxErr.slice();
  const perStretch = Math.max(2, Math.round(stretch / curve.cadence));
  for (const { start, end } of segmentRanges(curve.segment)) {
    const count = Math.max(1, Math.floor((end - start) / perStretch));
    const order = shuffled(count, random);
    const bound = (k: number): number => (k === count ? end : start + k * perStretch);
    let place = start;
    let level = curve.flux[bound(order[0])];
    for (const k of order) {
      const from = bound(k);
      const step = level - curve.flux[from];
      for (let i = from; i < bound(k + 1); i++, place++) {
        flux[place] = curve.flux[i] + step;
        fluxErr[place] = curve.fluxErr[i];
      }
      level = flux[place - 1];
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
