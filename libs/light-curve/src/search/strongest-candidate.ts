import type { Ephemeris } from '../types';
import { phaseTime } from '../views/fold';
import type { MultipleEvent } from './multiple-event';
import type { TransitStatistic } from './transit-statistic';

/** Threshold of a detection: multiple event statistic, and the same with the requirement that all transits are alike. */
export interface Threshold {
  mes: number;
  consistentMes: number;
}

/** Kepler's threshold: under one false alarm by chance in the whole mission (Jenkins, Caldwell & Borucki 2002, ApJ 564, 495). */
export const MES_LIMIT = 7.1;
/** `consistentMes` must reach this part of the threshold. The depth test is stricter. */
const CONSISTENT_PART = 0.8;

/** The threshold of a search: 7.1, or the statistic that the caller asks for. */
export function thresholdAt(mes = MES_LIMIT): Threshold {
  return { mes, consistentMes: CONSISTENT_PART * mes };
}

export function reaches(event: Pick<MultipleEvent, 'mes' | 'consistentMes'>, threshold: Threshold): boolean {
  return event.mes >= threshold.mes && event.consistentMes >= threshold.consistentMes;
}

/** An ephemeris with its transits. */
type Candidate = Ephemeris & { event: TransitStatistic };

/** A shorter period must hold this part of the transits: that of a binary, whose two eclipses differ, holds every other dip of five half periods. */
const HELD_PART = 0.5;
/** A shorter period must exceed the strongest candidate by this factor. */
const ADVANTAGE = 1.05;

/**
 * The candidate with the highest `consistentMes`, among the detections if there are any; or a candidate with more transits that
 * holds at least half of its. A source that clips deep dips, or an exposure longer than a transit, makes the
 * dips of one period so unlike that every fifth or tenth of them looks better than all. Then the shorter period wins
 * if it is a detection by itself and its robust statistic is higher, because noise between the dips cannot raise that.
 */
export function strongestCandidate<T extends Candidate>(candidates: readonly T[], threshold: Threshold): T | undefined {
  const order = [...candidates].sort((a, b) => b.event.consistentMes - a.event.consistentMes);
  const detections = order.filter(({ event }) => reaches(event, threshold));
  let best = (detections[0] ?? order[0]) as T | undefined;
  if (!best) return undefined;
  for (const other of detections) {
    if (other.period > best.period) continue;
    if (undivided(other) > ADVANTAGE * undivided(best) && holds(other, best)) best = other;
  }
  return best;
}

/** Candidates that share dips are compared before the division by the scatter over phases, which differs with the period. */
function undivided({ event }: Candidate): number {
  return event.robustMes * event.excess;
}

function holds(all: Candidate, some: Candidate): boolean {
  const half = Math.max(all.duration, some.duration) / 48;
  const { length } = some.event.events;
  if (all.event.events.length <= length) return false;
  const held = some.event.events.filter(({ time }) => Math.abs(phaseTime(time, all.period, all.epoch)) < half);
  return held.length >= HELD_PART * length;
}
