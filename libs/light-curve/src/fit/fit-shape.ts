import { densityOfSeparation } from '../search/orbit-limits';
import { covarianceAt, leastSquares, type Solution } from '../statistics/least-squares';
import type { FoldedProfile } from './folded-profile';
import type { LimbDarkening } from './limb-darkening';
import { separationOf, TransitProfile, type TransitShape } from './transit-shape';

/** The shape of a folded transit with its covariance. */
export interface ShapeFit {
  shape: TransitShape;
  /** Mid-transit after the folded zero [d]. */
  shift: number;
  /** Flux outside the transit. */
  level: number;
  /** χ² over degrees of freedom; 1 for white noise and a right model. */
  reducedChiSquare: number;
  /** 1 σ errors scaled by √(reduced χ²) where that is over 1. */
  errors: { shift: number; duration: number; impact: number; radiusRatio: number; depth: number };
  /** Loss of light at mid-transit, not smeared by the exposure. */
  depth: number;
}

/** Starting values of the impact parameter, as fractions of 1 + k. Several, because χ² is nearly flat between them. */
const STARTS = [0.2, 0.6, 0.85];
/** A start at a higher impact must lower χ² by at least this much. */
const PREFERENCE = 1;
/** 1 σ of the natural logarithm of a catalogue density, eccentric orbits included. */
const DENSITY_SIGMA = 0.7;
/** Below this part of 1 + k the light curve does not constrain the impact: the errors at this value are used. */
const CENTRAL = 0.3;
/** Order of the parameters. */
const [SHIFT, DURATION, GRAZING, RATIO, LEVEL] = [0, 1, 2, 3, 4];

export interface ShapeStart {
  /** [h] */
  duration: number;
  /** Loss of light, 0 to 1. */
  depth: number;
  /** [d] */
  period: number;
  /** Longest duration allowed [h]. */
  longest: number;
  /** Density of the star [Sun's], where known: a folded long-cadence transit alone constrains the impact weakly. */
  density?: number;
}

/** Fits mid-transit, duration, impact, radius ratio and level to a folded transit; the impact is fitted as a part of 1 + k, so that every value is a transit. */
export function fitShape(profile: FoldedProfile, start: ShapeStart, limb: LimbDarkening, exposure: number): ShapeFit {
  const { longest } = start;
  const ratio = Math.sqrt(Math.min(0.9, Math.max(1e-6, start.depth)));
  const shortest = Math.max(start.duration / 4, 0.1);
  const residuals = (p: readonly number[]): Float64Array => {
    const model = new TransitProfile(shapeOf(p), limb, exposure);
    const values = new Float64Array(profile.flux.length + 1);
    for (let i = 0; i < profile.flux.length; i++) {
      values[i] =
        (profile.flux[i] - p[LEVEL] + p[LEVEL] * model.lossAt(profile.phase[i] - p[SHIFT])) / profile.error[i];
    }
    values[profile.flux.length] =
      start.density === undefined ? 0 : densityMisfit(shapeOf(p), start.period, start.density);
    return values;
  };
  const limits = {
    lower: [-start.duration / 48, shortest, 0, ratio / 4, 0.9],
    upper: [start.duration / 48, Math.min(3 * start.duration, longest), 0.995, Math.min(1.5, 8 * ratio), 1.1],
    steps: [start.duration / 24 / 500, start.duration / 500, 0.005, ratio / 200, 1e-6],
  };
  let best: Solution | undefined;
  for (const grazing of STARTS) {
    const fitted = leastSquares({
      ...limits,
      start: [0, Math.min(start.duration * 1.05, longest), grazing, grazing > 0.8 ? ratio * 1.3 : ratio, 1],
      residuals,
    });
    if (!best || fitted.chiSquare < best.chiSquare - PREFERENCE * Math.max(1, best.chiSquare / profile.flux.length))
      best = fitted;
  }
  const solved = best!;
  const errorsAt = solved.parameters.map((value, i) => (i === GRAZING ? Math.max(value, CENTRAL) : value));
  return summary(solved, errorsAt, covarianceAt(errorsAt, { ...limits, residuals }), profile.flux.length, limb);
}

/** How far the density that a circular orbit of this shape implies is from the star's, in σ. */
function densityMisfit(shape: TransitShape, period: number, density: number): number {
  return Math.log(densityOfSeparation(period, separationOf(shape, period)) / density) / DENSITY_SIGMA;
}

function shapeOf(p: readonly number[]): TransitShape {
  return { duration: p[DURATION], impact: p[GRAZING] * (1 + p[RATIO]), radiusRatio: p[RATIO] };
}

function summary(
  { parameters, chiSquare }: Solution,
  errorsAt: readonly number[],
  covariance: readonly (readonly number[])[],
  points: number,
  limb: LimbDarkening,
): ShapeFit {
  const reducedChiSquare = chiSquare / Math.max(1, points - parameters.length);
  const scale = Math.sqrt(Math.max(1, reducedChiSquare));
  const depthOf = (p: readonly number[]): number => new TransitProfile(shapeOf(p), limb, 0).depth;
  const spread = (of: (p: readonly number[]) => number, steps: readonly number[]): number => {
    const slopes = errorsAt.map(
      (value, i) => (of(errorsAt.map((v, j) => (j === i ? value + steps[i] : v))) - of(errorsAt)) / steps[i],
    );
    const variance = slopes.reduce(
      (sum, a, i) => sum + slopes.reduce((inner, b, j) => inner + a * b * covariance[i][j], 0),
      0,
    );
    return scale * Math.sqrt(Math.max(0, variance));
  };
  const steps = [1e-5, parameters[DURATION] / 1e4, -1e-3, parameters[RATIO] / 1e3, 1e-6];
  return {
    shape: shapeOf(parameters),
    shift: parameters[SHIFT],
    level: parameters[LEVEL],
    reducedChiSquare,
    depth: depthOf(parameters),
    errors: {
      shift: spread((p) => p[SHIFT], steps),
      duration: spread((p) => p[DURATION], steps),
      impact: Math.min(
        0.5,
        spread((p) => p[GRAZING] * (1 + p[RATIO]), steps),
      ),
      radiusRatio: spread((p) => p[RATIO], steps),
      depth: spread(depthOf, steps),
    },
  };
}
