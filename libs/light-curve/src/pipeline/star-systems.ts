import { HARMONICS } from '../search/harmonics';
import type { SearchHit } from '../search/search-transits';
import type { Ephemeris } from '../types';
import { type EventDepth, MAX_ABSENT, presenceOf } from '../vet/event-presence';
import { phaseTime } from '../views/fold';

/** Hits that belong together: dips of one period, or of a simple ratio of it, are eclipses of one pair of bodies. */
export interface StarSystem<Hit = SearchHit> {
  /** The strongest of them, which is described. */
  leader: Hit;
  members: Hit[];
}

/** Two hits keep in phase when they drift apart by less than this part of a transit over the span, or this part of the period. */
const MAX_DRIFT = 0.5;
const MAX_OFF = 1e-3;
/** Two planets with periods nearer than this part would scatter each other: such hits are one system. */
const SAME_PERIOD = 0.01;
/** Dips whose depths differ by less than this part may be eclipses of two like stars, or one planet at half the period. */
const ALIKE = 0.2;
/** Dips of two bodies are farther apart than this many times their mean duration: nearer ones may be remnants of each other. */
const CLEAR = 1.5;
/** Windows that show that the dips come at a shorter period. */
const MIN_JUDGED = 3;

type Hit = Pick<SearchHit, 'period' | 'epoch' | 'duration' | 'event'>;

/**
 * @param span first to last cadence [d]
 * @param eventsAt depths at the times of an ephemeris, in the curve that holds all dips
 */
export function starSystems<T extends Hit>(
  hits: readonly T[],
  span: number,
  eventsAt: (ephemeris: Ephemeris) => readonly EventDepth[],
): StarSystem<T>[] {
  const systems: StarSystem<T>[] = [];
  for (const hit of [...hits].sort((a, b) => b.event.mes - a.event.mes)) {
    const own = systems.find(({ leader }) => inStep(leader, hit, span) && !isAnotherBody(leader, hit, eventsAt));
    if (own) own.members.push(hit);
    else systems.push({ leader: hit, members: [hit] });
  }
  return systems;
}

function inStep(a: Hit, b: Hit, span: number): boolean {
  const drift = Math.max(MAX_OFF, (MAX_DRIFT * Math.max(a.duration, b.duration)) / 24 / span);
  return HARMONICS.some(
    (ratio) => Math.abs(b.period / (ratio * a.period) - 1) < (ratio === 1 ? Math.max(SAME_PERIOD, drift) : drift),
  );
}

/**
 * Whether a hit in step with another is a second planet in resonance: the dips of both keep clear of each other, those of the longer
 * period are missing from windows at the shorter one, and those of the shorter one fill them. Two stars eclipse each other twice in
 * every orbit.
 */
function isAnotherBody(leader: Hit, hit: Hit, eventsAt: (ephemeris: Ephemeris) => readonly EventDepth[]): boolean {
  if (Math.abs(hit.period / leader.period - 1) < SAME_PERIOD) return false;
  const [short, long] = hit.period < leader.period ? [hit, leader] : [leader, hit];
  const apart = Math.abs(phaseTime(hit.epoch, short.period, leader.epoch));
  if (apart < (CLEAR * (leader.duration + hit.duration)) / 48) return false;
  if (presenceOf(eventsAt({ ...long, period: short.period })).missing < MAX_ABSENT) return false;
  const { judged, missing } = presenceOf(eventsAt(short));
  return judged.length >= MIN_JUDGED && missing < MAX_ABSENT;
}

/**
 * The leader at half its period, where another dip of the system lies half a period from it and is as deep: one body that the
 * search has found as two.
 */
export function atHalfPeriod<T extends Hit>({ leader, members }: StarSystem<T>): T | undefined {
  const { period, epoch, duration, event } = leader;
  const twin = members.find(
    (other) =>
      other !== leader &&
      Math.abs(other.period / period - 1) < 0.01 &&
      Math.abs(Math.abs(phaseTime(other.epoch, period, epoch)) - period / 2) < duration / 48 &&
      Math.abs(other.event.depth / event.depth - 1) < ALIKE,
  );
  return twin && { ...leader, period: period / 2 };
}
