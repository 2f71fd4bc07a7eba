import { chiSquareSigma } from '../statistics/chi-square-sigma';
import type { FittedEvent } from './fit-events';
import type { TransitFit } from './fit-transit';

/** Events that give a scatter, and how far it exceeds chance [σ]. */
const MIN_EVENTS = 4;
const MIN_SIGMA = 2;

/**
 * The fit, with the errors of depth and radius ratio raised where the single depths scatter by more than their errors, because
 * the star varies during the transits or the detrending follows them: their mean is then known no better than that scatter
 * allows. The fit's errors already include red noise, so the scatter sets a minimum and does not multiply them.
 */
export function withEventScatter(fit: TransitFit, events: readonly FittedEvent[]): TransitFit {
  const floor = scatterOfMean(events);
  if (floor <= fit.depth.error) return fit;
  const { depth, radiusRatio } = fit;
  const ratioFloor = (radiusRatio.value * floor) / (2 * depth.value);
  return {
    ...fit,
    depth: { ...depth, error: floor },
    radiusRatio: { ...radiusRatio, error: Math.max(radiusRatio.error, ratioFloor) },
  };
}

/** 1 σ of the weighted mean of the depths from their scatter [ppm]; 0 where chance explains the scatter. */
function scatterOfMean(events: readonly FittedEvent[]): number {
  if (events.length < MIN_EVENTS) return 0;
  const weights = events.map(({ depthErr }) => 1 / depthErr ** 2);
  const sum = weights.reduce((total, weight) => total + weight, 0);
  const mean = events.reduce((total, { depth }, i) => total + weights[i] * depth, 0) / sum;
  const chiSquare = events.reduce((total, { depth }, i) => total + weights[i] * (depth - mean) ** 2, 0);
  const freedom = events.length - 1;
  return chiSquareSigma(chiSquare, freedom) > MIN_SIGMA ? Math.sqrt(chiSquare / freedom / sum) : 0;
}
