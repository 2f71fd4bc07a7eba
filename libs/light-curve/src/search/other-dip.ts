import type { Ephemeris, LightCurve } from '../types';
import { type MultipleEvent, multipleEvent } from './multiple-event';
import { phaseNoise, type PhaseScan, phaseScan } from './phase-scan';

/** The strongest dip at another phase of a period. */
export interface OtherDip {
  /** Its middle after mid-transit [d]. */
  offset: number;
  /** Statistic of its events, one glitch left out, over the scatter of the statistic at other phases [σ]. */
  significance: number;
  /** Its events, averaged over the transit's duration. */
  event: MultipleEvent;
}

/** A dip this strong at another phase is not noise [σ]. */
export const OTHER_DIP_SIGMA = 5;
/** Boxes nearer to mid-transit than this many durations belong to the transit. */
const CLEAR = 1.5;
/** Phases that are tried, strongest first. */
const MAX_TRIED = 5;
/** Traces of flattening count as far as this part of the period, so that a second eclipse half a period later is seen. */
const TRACES_PART = 0.25;

/**
 * Undefined where the transit fills so much of its period that another dip could not be distinguished from it.
 * @param flattened length over which the flux was flattened before it came here: dips nearer to the transit are its traces [h]
 * @param scan calculated where it is not given
 */
export function strongestOtherDip(
  curve: LightCurve,
  ephemeris: Ephemeris,
  flattened = 0,
  scan: PhaseScan = phaseScan(curve, ephemeris),
): OtherDip | undefined {
  const { period, duration, epoch } = ephemeris;
  const { step, mes, boxSteps } = scan;
  const traces = Math.min(flattened / 24, TRACES_PART * period);
  const clear = Math.ceil(Math.max((CLEAR * duration) / 24, traces) / step);
  if (mes.length < 2 * clear + 2 * boxSteps) return undefined;
  const noise = phaseNoise(scan);
  const dipAt = (start: number): OtherDip => {
    const offset = (start + boxSteps / 2) * step;
    const event = multipleEvent(curve, { ...ephemeris, epoch: epoch + offset });
    return { offset, significance: event.robustMes / noise, event };
  };
  // A deep dip that comes once may exceed a second eclipse that comes in every orbit.
  const places = Array.from({ length: mes.length - 2 * clear - boxSteps + 1 }, (_, i) => clear + i)
    .filter((start) => Number.isFinite(mes[start]))
    .sort((a, b) => mes[b] - mes[a]);
  const tried: number[] = [];
  let best = dipAt(places[0] ?? clear);
  for (const start of places) {
    if (tried.length === MAX_TRIED || mes[start] / noise <= best.significance) break;
    if (tried.some((other) => Math.abs(start - other) < boxSteps)) continue;
    tried.push(start);
    const dip = dipAt(start);
    if (dip.significance > best.significance) best = dip;
  }
  return best;
}
