import type { Ephemeris, LightCurve } from '../types';
import { fitShape, type ShapeFit } from './fit-shape';
import { fitTiming } from './fit-timing';
import { foldedProfile } from './folded-profile';
import { type LimbDarkening, limbDarkening } from './limb-darkening';
import { flatPart, separationOf, TransitProfile } from './transit-shape';

/** A measured value with its 1 σ error. */
export interface Measured {
  value: number;
  error: number;
}

/** A limb-darkened transit fitted to every transit of one ephemeris. */
export interface TransitFit {
  /** [d] */
  period: Measured;
  /** Mid-transit of the first transit in the data [d, system of the curve]. */
  epoch: Measured;
  /** First to fourth contact [h]. */
  duration: Measured;
  /** Loss of light at mid-transit [ppm]. */
  depth: Measured;
  /** Impact parameter [stellar radii]. */
  impact: Measured;
  /** Planet radius over stellar radius. */
  radiusRatio: Measured;
  /** Orbital separation over stellar radius, for a circular orbit. */
  separation: number;
  /** Time from second to third contact over the duration, 0 to 1. */
  flatPart: number;
  /** Flux outside the transit. */
  level: number;
  limb: LimbDarkening;
  reducedChiSquare: number;
}

export interface FitOptions {
  /** Effective temperature of the star [K], for the limb darkening. @default the Sun's */
  teff?: number;
  /** Density of the star [Sun's], which constrains the impact parameter. */
  density?: number;
  /** Depth to start from [ppm]. */
  depth: number;
  /** Factor on all errors for correlated noise, 1 for white noise. @default 1 */
  redNoise?: number;
}

const PPM = 1e6;
/** No transit lasts longer than this part of its period. */
const MAX_PART = 0.4;
/** Shape and timing are fitted alternately this many times. */
const ROUNDS = 2;

/** Fits period, epoch, duration, depth, impact and radius ratio. @param curve detrended with these transits masked, the other planets' removed */
export function fitTransit(curve: LightCurve, start: Ephemeris, options: FitOptions): TransitFit {
  const limb = limbDarkening(options.teff);
  let ephemeris = start;
  let depth = options.depth / PPM;
  let shaped: ShapeFit | undefined;
  let timing = { period: start.period, epoch: start.epoch, periodErr: 0, epochErr: 0 };
  for (let round = 0; round < ROUNDS; round++) {
    const { period, duration } = ephemeris;
    const from = { duration, depth, period, longest: MAX_PART * period * 24, density: options.density };
    shaped = fitShape(foldedProfile(curve, ephemeris), from, limb, curve.cadence);
    const moved = { period: ephemeris.period, epoch: ephemeris.epoch + shaped.shift, duration: shaped.shape.duration };
    timing = fitTiming(curve, moved, new TransitProfile(shaped.shape, limb, curve.cadence), shaped.level);
    ephemeris = { period: timing.period, epoch: timing.epoch, duration: shaped.shape.duration };
    depth = shaped.depth;
  }
  return asFit(shaped!, timing, limb, Math.max(1, options.redNoise ?? 1));
}

function asFit(
  shaped: ShapeFit,
  timing: ReturnType<typeof fitTiming>,
  limb: LimbDarkening,
  redNoise: number,
): TransitFit {
  const { shape, errors } = shaped;
  return {
    period: { value: timing.period, error: redNoise * timing.periodErr },
    epoch: { value: timing.epoch, error: redNoise * timing.epochErr },
    duration: { value: shape.duration, error: redNoise * errors.duration },
    depth: { value: PPM * shaped.depth, error: PPM * redNoise * errors.depth },
    impact: { value: shape.impact, error: redNoise * errors.impact },
    radiusRatio: { value: shape.radiusRatio, error: redNoise * errors.radiusRatio },
    separation: separationOf(shape, timing.period),
    flatPart: flatPart(shape),
    level: shaped.level,
    limb,
    reducedChiSquare: shaped.reducedChiSquare,
  };
}

/** The loss of light of the fitted shape, averaged over an exposure [d]. */
export function profileOf({ duration, impact, radiusRatio, limb }: TransitFit, exposure: number): TransitProfile {
  const shape = { duration: duration.value, impact: impact.value, radiusRatio: radiusRatio.value };
  return new TransitProfile(shape, limb, exposure);
}

/** The fitted flux at times from mid-transit [d], averaged over an exposure [d]. */
export function modelFlux(fit: TransitFit, phases: Float64Array, exposure: number): Float64Array {
  const profile = profileOf(fit, exposure);
  return phases.map((phase) => fit.level * (1 - profile.lossAt(phase)));
}
