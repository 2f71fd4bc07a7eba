import type { Ephemeris, LightCurve } from '../types';
import { noiseOfTransits } from './event-noise';
import { type MultipleEvent, multipleEvent } from './multiple-event';
import { brighteningPart, phaseNoise, phaseScan } from './phase-scan';

/** A multiple event measured against the other phases of its period. */
export interface TransitStatistic extends MultipleEvent {
  /** Highest bump of the period over bump and dip together: 0 for a lone dip, 0.5 for a sine wave. */
  brightening: number;
  /** What the statistic was divided by, 1 for a quiet star. */
  excess: number;
}

/** The multiple event statistic, divided by its excess scatter over the phases of this period: a star that varies with this period is not a planet. @param leastExcess scatter that is known otherwise */
export function transitStatistic(curve: LightCurve, ephemeris: Ephemeris, leastExcess = 1): TransitStatistic {
  const noise = noiseOfTransits(curve, ephemeris);
  const event = multipleEvent(curve, ephemeris, noise);
  const scan = phaseScan(curve, ephemeris, noise);
  const excess = Math.max(leastExcess, phaseNoise(scan));
  return {
    ...event,
    mes: event.mes / excess,
    robustMes: event.robustMes / excess,
    consistentMes: event.consistentMes / excess,
    depthErr: event.depthErr * excess,
    brightening: brighteningPart(scan),
    excess,
  };
}
