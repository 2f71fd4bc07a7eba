import { type InjectedPlanet, injectTransits } from '../src/inject/inject-transit';
import { scaledSeparation } from '../src/search/orbit-limits';
import type { LightCurve } from '../src/types';
import { seededNormal } from './noise';

export interface MadeCurve {
  /** [d] @default 90 */
  span?: number;
  /** White noise of one cadence, relative. @default 2e-4 */
  noise?: number;
  seed?: number;
  planets?: InjectedPlanet[];
}

/** Kepler's long cadence [d]. */
export const CADENCE = 0.0204;

/** A quiet star at Kepler's cadence, one quarter a segment, with white noise and Mandel & Agol transits. */
export function madeCurve({ span = 90, noise = 2e-4, seed = 1, planets = [] }: MadeCurve = {}): LightCurve {
  const count = Math.round(span / CADENCE);
  const normal = seededNormal(seed);
  const quiet: LightCurve = {
    time: Float64Array.from({ length: count }, (_, i) => 130 + i * CADENCE),
    timeSystem: 'BKJD',
    flux: Float64Array.from({ length: count }, () => 1 + noise * normal()),
    fluxErr: new Float64Array(count).fill(noise),
    segment: Int32Array.from({ length: count }, (_, i) => Math.floor((i * CADENCE) / 90)),
    cadence: CADENCE,
  };
  return planets.reduce(injectTransits, quiet);
}

/** A planet of a star like the Sun. */
export function sunPlanet(period: number, radiusRatio: number, more: Partial<InjectedPlanet> = {}): InjectedPlanet {
  return {
    period,
    epoch: 131.3,
    radiusRatio,
    separation: scaledSeparation(period, 1),
    impact: 0.3,
    limb: { u1: 0.4, u2: 0.26 },
    ...more,
  };
}
