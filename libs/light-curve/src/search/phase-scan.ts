import { robustSigma } from '../statistics/median';
import type { Ephemeris, LightCurve } from '../types';
import { HOURS_PER_DAY } from '../units';
import { phaseTime } from '../views/fold';
import { noiseOfTransits } from './event-noise';

/** Box statistic at every phase of one period. */
export interface PhaseScan {
  /** Start of the first box after mid-transit, and step from box to box [d]. */
  step: number;
  /** Multiple event statistic of a box of the transit's duration that begins `i` steps after mid-transit; NaN without data. */
  mes: Float64Array;
  /** Steps in a box. */
  boxSteps: number;
}

const STEPS_PER_DURATION = 4;

/** Slides a box of the transit's duration over all phases of its period, noise as in `multipleEvent`. @param noise calculated where it is not given */
export function phaseScan(
  curve: LightCurve,
  { period, epoch, duration }: Ephemeris,
  noise = noiseOfTransits(curve, { period, epoch, duration }),
): PhaseScan {
  const days = Math.max(duration / HOURS_PER_DAY, curve.cadence);
  const steps = Math.max(8, Math.round((period / days) * STEPS_PER_DURATION));
  const step = period / steps;
  const boxSteps = Math.max(1, Math.round(days / step));
  const weight = new Float64Array(steps);
  const loss = new Float64Array(steps);
  for (let i = 0; i < curve.time.length; i++) {
    const phase = phaseTime(curve.time[i], period, epoch);
    const bin = Math.min(steps - 1, Math.floor((phase < 0 ? phase + period : phase) / step));
    const w = 1 / (noise.scatter[i] ** 2 * noise.fullBox);
    weight[bin] += w;
    loss[bin] += w * (1 - curve.flux[i]);
  }
  const mes = new Float64Array(steps);
  for (let start = 0; start < steps; start++) {
    let w = 0;
    let l = 0;
    for (let k = 0; k < boxSteps; k++) {
      w += weight[(start + k) % steps];
      l += loss[(start + k) % steps];
    }
    mes[start] = l / Math.sqrt(w);
  }
  return { step, mes, boxSteps };
}

/** Boxes nearer to mid-transit than this many durations belong to the transit. */
const CLEAR_DURATIONS = 1.5;
/** Boxes that give a scatter. */
const MIN_BOXES = 16;

/**
 * How much more the statistic scatters over phases than noise of the measured size would make it: 1 for a quiet star,
 * more where the star varies with this very period (F_red of the model-shift test, Coughlin et al. 2016, ApJS 224, 12).
 */
export function phaseNoise({ mes, boxSteps }: PhaseScan): number {
  const clear = Math.ceil(CLEAR_DURATIONS * boxSteps);
  const others = mes
    .subarray(clear, Math.max(clear, mes.length - clear - boxSteps))
    .filter((value) => Number.isFinite(value));
  return others.length < MIN_BOXES ? 1 : Math.max(1, robustSigma(others));
}

/** Highest bump over bump and deepest dip together, over all phases. */
export function brighteningPart({ mes }: PhaseScan): number {
  let dip = 0;
  let bump = 0;
  for (const value of mes) {
    if (value > dip) dip = value;
    if (-value > bump) bump = -value;
  }
  return dip + bump > 0 ? bump / (dip + bump) : 1;
}
