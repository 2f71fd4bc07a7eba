import { modelFlux, type TransitFit } from '../fit/fit-transit';
import { foldedProfile } from '../fit/folded-profile';
import type { LightCurve } from '../types';
import type { FoldedPlot } from './analysis';

const MODEL_POINTS = 201;

/** Folded points, averaged in narrow bins, and the fitted transit within two durations of mid-transit. */
export function foldedPlot(curve: LightCurve, fit: TransitFit): FoldedPlot {
  const { phase, flux } = foldedProfile(curve, {
    period: fit.period.value,
    epoch: fit.epoch.value,
    duration: fit.duration.value,
  });
  const reach = Math.max(Math.abs(phase[0] ?? 0), Math.abs(phase[phase.length - 1] ?? 0));
  const modelPhase = Float64Array.from({ length: MODEL_POINTS }, (_, i) => reach * ((2 * i) / (MODEL_POINTS - 1) - 1));
  return {
    phase: Array.from(phase, (days) => days * 24),
    flux: Array.from(flux),
    modelPhase: Array.from(modelPhase, (days) => days * 24),
    modelFlux: Array.from(modelFlux(fit, modelPhase, curve.cadence)),
  };
}
