import type { Ephemeris, LightCurve } from '../types';
import { noiseOfTransits } from './event-noise';
import { type MultipleEvent, multipleEvent } from './multiple-event';
import { type OtherDip, strongestOtherDip } from './other-dip';
import { type PhaseScan, phaseScan } from './phase-scan';

/** What a box of the transit's duration finds at all phases of one period. */
export interface PhaseSearch {
  /** The box at the transit. */
  transit: MultipleEvent;
  scan: PhaseScan;
  /** Absent where the transit fills so much of its period that another dip could not be distinguished from it. */
  otherDip?: OtherDip;
}

/** @param flattened length over which the flux was flattened before it came here [h] */
export function phaseSearch(curve: LightCurve, ephemeris: Ephemeris, flattened?: number): PhaseSearch {
  const noise = noiseOfTransits(curve, ephemeris);
  const scan = phaseScan(curve, ephemeris, noise);
  const otherDip = strongestOtherDip(curve, ephemeris, flattened, scan);
  return { transit: multipleEvent(curve, ephemeris, noise), scan, ...(otherDip && { otherDip }) };
}
