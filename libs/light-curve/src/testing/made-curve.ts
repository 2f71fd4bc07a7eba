import { seededNormal } from '@exoplanet/seeded-random';
import { scaledSeparation } from '../search/orbit-limits';
import type { LightCurve } from '../types';
import { phaseTime } from '../views/fold';
import { type InjectedPlanet, injectTransits } from './inject-transit';

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

/** A dip with vertical walls that repeats: period [d], epoch [d, system of the curve], duration [h], depth [ppm]. */
export interface BoxTransits {
  period: number;
  epoch: number;
  duration: number;
  depth: number;
}

/** The curve with box-shaped transits taken out of its flux, so that depth and duration are known exactly. */
export function withBoxes(curve: LightCurve, { period, epoch, duration, depth }: BoxTransits): LightCurve {
  const half = duration / 48;
  const flux = curve.flux.map((value, row) =>
    Math.abs(phaseTime(curve.time[row], period, epoch)) < half ? value - depth * 1e-6 : value,
  );
  return { ...curve, flux };
}

/** The curve of a star that varies by a part of its light with a period [d]. */
export function varying(curve: LightCurve, part: number, period: number): LightCurve {
  const flux = curve.flux.map((value, row) => value * (1 + part * Math.sin((2 * Math.PI * curve.time[row]) / period)));
  return { ...curve, flux };
}

/** The columns time and flux as a CSV file. */
export function asCsv({ time, flux }: { time: ArrayLike<number>; flux: ArrayLike<number> }): string {
  return `time,flux\n${Array.from(time, (at, row) => `${at.toFixed(6)},${flux[row].toFixed(8)}`).join('\n')}\n`;
}
