import { densityOfSeparation } from '../search/orbit-limits';
import { covarianceAt, leastSquares, type Problem } from '../statistics/least-squares';
import type { Measured } from '../types';
import { densityMisfit, type DensityPrior } from './density-prior';
import type { FoldedProfile } from './folded-profile';
import { type ImpactFit, impactPosterior } from './impact-posterior';
import type { LimbDarkening, LimbPrior } from './limb-darkening';
import { OccultationTable } from './occultation';
import { separationOf, TransitProfile, type TransitShape } from './transit-shape';

/** The shape of a folded transit with its errors. */
export interface ShapeFit {
  /** The shape at the mean impact of the posterior, and what goes with it. */
  shape: TransitShape;
  limb: LimbDarkening;
  /** Flux outside the transit. */
  level: number;
  /** χ² over degrees of freedom; 1 for white noise and a right model. */
  reducedChiSquare: number;
  /**
   * Means over the posterior, each on its own, with 1 σ: with the red noise, and larger by √(reduced χ²) where that is over 1. The
   * radius ratio rises ever faster with the impact, so its mean is above that of the shape at the mean impact.
   */
  measured: {
    /** Mid-transit after the folded zero [d]. */
    shift: Measured;
    duration: Measured;
    impact: Measured;
    radiusRatio: Measured;
    /** Loss of light at mid-transit, not smeared by the exposure. */
    depth: Measured;
  };
}

/** Order of the parameters; the impact is fitted as a part of 1 + k, so that every value is a transit. */
const [SHIFT, DURATION, GRAZING, RATIO, LEVEL, U1, U2] = [0, 1, 2, 3, 4, 5, 6];
/** Impacts, as parts of 1 + k, from which the posterior starts: dense near the limb, where the radius ratio rises steeply. */
const IMPACTS = [0.02, 0.2, 0.4, 0.55, 0.65, 0.73, 0.79, 0.84, 0.88, 0.91, 0.935, 0.96, 0.98, 0.995];

export interface ShapeStart {
  /** [h] */
  duration: number;
  /** Loss of light, 0 to 1. */
  depth: number;
  /** [d] */
  period: number;
  /** Longest duration allowed [h]. */
  longest: number;
  /** The star's density, where known: a folded long-cadence transit alone constrains the impact weakly. */
  prior?: DensityPrior;
  /** Scatter of a transit's mean over what white noise explains. @default 1 */
  redNoise?: number;
}

/**
 * Fits mid-transit, duration, impact, radius ratio, level and limb darkening to a folded transit. At each of many impacts the
 * others are fitted; errors hold the spread over impacts, which one covariance matrix cannot describe.
 */
export function fitShape(profile: FoldedProfile, start: ShapeStart, limb: LimbPrior, exposure: number): ShapeFit {
  const problem = shapeProblem(profile, start, limb, exposure);
  const points = profile.flux.length;
  const at = (impact: number, from: readonly number[]): ImpactFit => {
    const held = fixed(problem, GRAZING, impact);
    return { impact, ...leastSquares({ ...held, start: from }) };
  };
  const freedom = Math.max(1, points - FREE_PARAMETERS);
  const { solved, marginal } = impactPosterior(at, problem.start, IMPACTS, freedom, (p) => p[RATIO]);
  const { parameters } = solved;
  const reducedChiSquare = solved.chiSquare / freedom;
  const covariance = covarianceAt(parameters, fixed(problem, GRAZING, parameters[GRAZING]));
  const scale = Math.max(1, reducedChiSquare);
  const measure = (of: (p: readonly number[]) => number): Measured => {
    const { mean, variance } = marginal(of);
    return {
      value: mean,
      error: Math.sqrt(scale * varianceOf(of, parameters, problem.steps, covariance) + variance),
    };
  };
  return {
    shape: shapeOf(parameters),
    limb: limbOf(parameters),
    level: parameters[LEVEL],
    reducedChiSquare,
    measured: {
      shift: measure((p) => p[SHIFT]),
      duration: measure((p) => p[DURATION]),
      impact: measure(impactOf),
      radiusRatio: measure((p) => p[RATIO]),
      depth: measure((p) => new TransitProfile(shapeOf(p), limbOf(p), 0, start.period).depth),
    },
  };
}

/** The limb darkening is constrained by its prior, so it takes no freedom from the points. */
const FREE_PARAMETERS = 5;

function shapeProblem(profile: FoldedProfile, start: ShapeStart, limb: LimbPrior, exposure: number): Problem {
  const { longest, redNoise = 1, prior, period } = start;
  const points = profile.flux.length;
  const ratio = Math.sqrt(Math.min(0.9, Math.max(1e-6, start.depth)));
  const tables: OccultationTable[] = [];
  const tableOf = (k: number, impact: number): OccultationTable => {
    const known = tables.find((table) => table.covers(k, impact));
    if (known) return known;
    const table = new OccultationTable(k, impact);
    tables.unshift(table);
    tables.length = Math.min(tables.length, 3);
    return table;
  };
  const residuals = (p: readonly number[]): Float64Array => {
    const model = new TransitProfile(shapeOf(p), limbOf(p), exposure, period, tableOf(p[RATIO], impactOf(p)));
    const values = new Float64Array(points + 3);
    for (let i = 0; i < points; i++) {
      const loss = p[LEVEL] * meanLoss(model, profile.phase[i] - p[SHIFT], profile.spread[i]);
      values[i] = (profile.flux[i] - p[LEVEL] + loss) / (redNoise * profile.error[i]);
    }
    values[points] = prior === undefined ? 0 : densityMisfit(densityOf(shapeOf(p), period), prior);
    values[points + 1] = (p[U1] - limb.u1) / limb.sigma;
    values[points + 2] = (p[U2] - limb.u2) / limb.sigma;
    return values;
  };
  return {
    start: [0, Math.min(start.duration * 1.05, longest), IMPACTS[0], ratio, 1, limb.u1, limb.u2],
    lower: [-start.duration / 48, Math.max(start.duration / 4, 0.1), 0, ratio / 4, 0.9, 0, -0.5],
    upper: [start.duration / 48, Math.min(3 * start.duration, longest), 1, Math.min(1.5, 8 * ratio), 1.1, 1, 1],
    steps: [start.duration / 24 / 500, start.duration / 500, 0.005, ratio / 200, 1e-6, 1e-3, 1e-3],
    residuals,
  };
}

/** The problem with one parameter held: it has no range and its derivative is 0. */
function fixed(problem: Problem, index: number, value: number): Problem {
  const held = (values: readonly number[]): number[] => values.map((other, i) => (i === index ? value : other));
  return {
    start: held(problem.start),
    lower: held(problem.lower),
    upper: held(problem.upper),
    steps: problem.steps,
    residuals: (p) => problem.residuals(held(p)),
  };
}

function varianceOf(
  of: (p: readonly number[]) => number,
  parameters: readonly number[],
  steps: readonly number[],
  covariance: readonly (readonly number[])[],
): number {
  const here = of(parameters);
  const slopes = parameters.map((value, i) =>
    i === GRAZING ? 0 : (of(parameters.map((other, j) => (j === i ? value + steps[i] : other))) - here) / steps[i],
  );
  return slopes.reduce((sum, a, i) => sum + slopes.reduce((inner, b, j) => inner + a * b * covariance[i][j], 0), 0);
}

/** Loss averaged over times whose standard deviation [d] is given (Gauss's rule with two points). */
const meanLoss = (model: TransitProfile, phase: number, spread: number): number =>
  (model.lossAt(phase - spread) + model.lossAt(phase + spread)) / 2;

/** Density of the star [Sun's] that a circular orbit of this shape implies. */
const densityOf = (shape: TransitShape, period: number): number =>
  densityOfSeparation(period, separationOf(shape, period));

const impactOf = (p: readonly number[]): number => p[GRAZING] * (1 + p[RATIO]);

function shapeOf(p: readonly number[]): TransitShape {
  return { duration: p[DURATION], impact: impactOf(p), radiusRatio: p[RATIO] };
}

const limbOf = (p: readonly number[]): LimbDarkening => ({ u1: p[U1], u2: p[U2] });
