import type { Ephemeris, LightCurve, Measured, Target } from '../types';
import { PPM } from '../units';
import { densityPrior } from './density-prior';
import { fitShape, type ShapeFit } from './fit-shape';
import { fitTiming, type TimingFit, unmovedTiming } from './fit-timing';
import { foldedProfile } from './folded-profile';
import { type LimbDarkening, limbPrior } from './limb-darkening';
import { redNoiseFactor } from './red-noise';
import { flatPart, separationOf, TransitProfile, type TransitShape } from './transit-shape';

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
  /** The shape at the mean impact: that of the model. */
  shape: TransitShape;
  /** Orbital separation over stellar radius, for a circular orbit. */
  separation: number;
  /** Way from second to third contact over that from first to fourth, 0 to 1. */
  flatPart: number;
  /** Flux outside the transit. */
  level: number;
  limb: LimbDarkening;
  reducedChiSquare: number;
}

/** The linear ephemeris of a fit or a detection. */
export const ephemerisOf = (fit: Pick<TransitFit, 'period' | 'epoch' | 'duration'>): Ephemeris => ({
  period: fit.period.value,
  epoch: fit.epoch.value,
  duration: fit.duration.value,
});

export interface FitOptions {
  /** What is known of the star: mission, temperature and gravity give the limb darkening, the density constrains the impact. @default Kepler's limb darkening of the Sun, any density */
  star?: Target;
  /** Limb darkening to use in place of the star's. */
  limb?: LimbDarkening;
  /** Depth to start from [ppm]. */
  depth: number;
}

/** Whether a fit has a dip at all: one that is shallower than its error is none. */
export const hasDip = ({ value, error }: Measured): boolean => value >= error;

/** No transit lasts longer than this part of its period. */
const MAX_PART = 0.4;
/** Shape and timing are fitted alternately this many times. */
const ROUNDS = 2;

/**
 * Fits period, epoch, duration, depth, impact and radius ratio; errors with the red noise measured beside the transits. Where the fold
 * has no dip, period, epoch and duration stay as given: transits that swing by more than their length leave none, and can still be found.
 * @param curve detrended with these transits masked, the other planets' removed
 */
export function fitTransit(curve: LightCurve, start: Ephemeris, options: FitOptions): TransitFit {
  const { star = {} } = options;
  const limb = limbPrior(star, options.limb);
  const prior = densityPrior(star);
  const redNoise = redNoiseFactor(curve, start);
  let ephemeris = start;
  let depth = options.depth / PPM;
  let shaped: ShapeFit | undefined;
  let timing = { period: start.period, epoch: start.epoch, periodErr: 0, epochErr: 0 };
  for (let round = 0; round < ROUNDS; round++) {
    const { period, duration } = ephemeris;
    const from = { duration, depth, period, longest: MAX_PART * period * 24, prior, redNoise };
    shaped = fitShape(foldedProfile(curve, ephemeris), from, limb, curve.cadence);
    const { depth: dip, shift } = shaped.measured;
    if (!hasDip(dip))
      return asFit(withDuration(shaped, Math.min(start.duration, from.longest)), unmovedTiming(curve.time, start));
    const moved = {
      period: ephemeris.period,
      epoch: ephemeris.epoch + shift.value,
      duration: shaped.shape.duration,
    };
    const profile = new TransitProfile(shaped.shape, shaped.limb, curve.cadence, period);
    timing = fitTiming(curve, moved, profile, shaped.level, redNoise);
    ephemeris = { period: timing.period, epoch: timing.epoch, duration: shaped.shape.duration };
    depth = dip.value;
  }
  return asFit(shaped!, timing);
}

/** The shape with a duration [h] that is given; its error stays that of the fit. */
function withDuration({ shape, measured, ...rest }: ShapeFit, duration: number): ShapeFit {
  return {
    ...rest,
    shape: { ...shape, duration },
    measured: { ...measured, duration: { ...measured.duration, value: duration } },
  };
}

function asFit(shaped: ShapeFit, timing: TimingFit): TransitFit {
  const { shape, measured, limb } = shaped;
  return {
    period: { value: timing.period, error: timing.periodErr },
    epoch: { value: timing.epoch, error: timing.epochErr },
    duration: measured.duration,
    depth: { value: PPM * measured.depth.value, error: PPM * measured.depth.error },
    impact: measured.impact,
    radiusRatio: measured.radiusRatio,
    shape,
    separation: separationOf(shape, timing.period),
    flatPart: flatPart(shape),
    level: shaped.level,
    limb,
    reducedChiSquare: shaped.reducedChiSquare,
  };
}

/** The loss of light of the fitted shape, averaged over an exposure [d]. */
function profileOf({ shape, limb, period }: TransitFit, exposure: number): TransitProfile {
  return new TransitProfile(shape, limb, exposure, period.value);
}

const TABLE_STEPS = 600;

/** The exposure-averaged loss as a function of the time from mid-transit [d], as a part of the light. */
export function lossTable(fit: TransitFit, exposure: number, reach: number): (phase: number) => number {
  const profile = profileOf(fit, exposure);
  const step = reach / TABLE_STEPS;
  const table = Float64Array.from({ length: TABLE_STEPS + 2 }, (_, k) => profile.lossAt(k * step));
  return (phase) => {
    const place = Math.abs(phase) / step;
    const low = place | 0;
    if (low >= TABLE_STEPS) return 0;
    return table[low] + (place - low) * (table[low + 1] - table[low]);
  };
}

/** The fitted flux at times from mid-transit [d], averaged over an exposure [d]. */
export function modelFlux(fit: TransitFit, phases: Float64Array, exposure: number): Float64Array {
  const profile = profileOf(fit, exposure);
  return phases.map((phase) => fit.level * (1 - profile.lossAt(phase)));
}
