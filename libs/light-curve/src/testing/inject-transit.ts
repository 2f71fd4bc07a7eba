import type { LightCurve } from '../types';
import { mandelAgolFlux, type QuadraticLimb } from './mandel-agol';

/** A planet on a circular orbit. */
export interface InjectedPlanet {
  /** [d] */
  period: number;
  /** Time of one mid-transit [d, system of the curve]. */
  epoch: number;
  /** Planet radius over stellar radius. */
  radiusRatio: number;
  /** Orbital separation over stellar radius. */
  separation: number;
  /** Impact parameter, stellar radii. */
  impact: number;
  limb: QuadraticLimb;
}

/** Exposures are averaged over this many moments. */
const MOMENTS = 31;

/** The curve with the transits of a planet multiplied in, averaged over each exposure. */
export function injectTransits(curve: LightCurve, planet: InjectedPlanet): LightCurve {
  return { ...curve, flux: curve.flux.map((flux, i) => flux * exposureFlux(planet, curve.time[i], curve.cadence)) };
}

/** First to fourth contact [h] (Seager & Mallén-Ornelas 2003, ApJ 585, 1038, eq. 3). */
export function contactDuration({ period, separation, impact, radiusRatio }: InjectedPlanet): number {
  const cosInclination = impact / separation;
  const sine =
    Math.sqrt(Math.max(0, (1 + radiusRatio) ** 2 - impact ** 2)) / (separation * Math.sqrt(1 - cosInclination ** 2));
  return (24 * period * Math.asin(Math.min(1, sine))) / Math.PI;
}

function exposureFlux(planet: InjectedPlanet, time: number, exposure: number): number {
  const { period, epoch } = planet;
  const phase = time - epoch - period * Math.round((time - epoch) / period);
  if (Math.abs(phase) > contactDuration(planet) / 48 + exposure) return 1;
  return exposureMean((moment) => fluxAt(planet, moment), phase, exposure);
}

/** Mean of what a detector sees from half an exposure before a time to half of one after it. */
export function exposureMean(flux: (time: number) => number, time: number, exposure: number): number {
  let sum = 0;
  for (let k = 0; k < MOMENTS; k++) sum += flux(time + exposure * ((k + 0.5) / MOMENTS - 0.5));
  return sum / MOMENTS;
}

function fluxAt({ period, separation, impact, radiusRatio, limb }: InjectedPlanet, phase: number): number {
  const angle = (2 * Math.PI * phase) / period;
  const z = Math.hypot(separation * Math.sin(angle), impact * Math.cos(angle));
  return mandelAgolFlux(z, radiusRatio, limb);
}
