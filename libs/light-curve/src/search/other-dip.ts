import type { Ephemeris, LightCurve } from '../types';
import { type MultipleEvent, multipleEvent } from './multiple-event';
import { phaseNoise, phaseScan } from './phase-scan';

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
/** Traces of flattening count as far as this part of the period, so that a second eclipse half a period later is seen. */
const TRACES_PART = 0.25;

/**
 * Undefined where the transit fills so much of its period that another dip could not be distinguished from it.
 * @param flattened length over which the flux was flattened before it came here: dips nearer to the transit are its traces [h]
 */
export function strongestOtherDip(curve: LightCurve, ephemeris: Ephemeris, flattened = 0): OtherDip | undefined {
  const { period, duration, epoch } = ephemeris;
  const scan = phaseScan(curve, ephemeris);
  const { step, mes, boxSteps } = scan;
  const traces = Math.min(flattened / 24, TRACES_PART * period);
  const clear = Math.ceil(Math.max((CLEAR * duration) / 24, traces) / step);
  if (mes.length < 2 * clear + 2 * boxSteps) return undefined;
  let strongest = clear;
  for (let start = clear; start <= mes.length - clear - boxSteps; start++)
    if (mes[start] > mes[strongest] || Number.isNaN(mes[strongest])) strongest = start;
  const offset = (strongest + boxSteps / 2) * step;
  const event = multipleEvent(curve, { ...ephemeris, epoch: epoch + offset });
  return { offset, significance: event.robustMes / phaseNoise(scan), event };
}
