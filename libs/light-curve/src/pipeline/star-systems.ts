import { HARMONICS } from '../search/harmonics';
import type { SearchHit } from '../search/search-transits';
import { phaseTime } from '../views/fold';

/** Hits that belong together: dips of one period, or of a simple ratio of it, are eclipses of one pair of bodies. */
export interface StarSystem<Hit = SearchHit> {
  /** The strongest of them, which is described. */
  leader: Hit;
  members: Hit[];
}

/** Two hits keep in phase when they drift apart by less than this part of a transit over the span. */
const MAX_DRIFT = 0.5;
/** Dips whose depths differ by less than this part may be eclipses of two like stars, or one planet at half the period. */
const ALIKE = 0.2;

type Hit = Pick<SearchHit, 'period' | 'epoch' | 'duration' | 'event'>;

/** @param span first to last cadence [d] */
export function starSystems<T extends Hit>(hits: readonly T[], span: number): StarSystem<T>[] {
  const systems: StarSystem<T>[] = [];
  for (const hit of [...hits].sort((a, b) => b.event.mes - a.event.mes)) {
    const own = systems.find(({ leader }) => inStep(leader, hit, span));
    if (own) own.members.push(hit);
    else systems.push({ leader: hit, members: [hit] });
  }
  return systems;
}

function inStep(a: Hit, b: Hit, span: number): boolean {
  const drift = (MAX_DRIFT * Math.max(a.duration, b.duration)) / 24 / span;
  return HARMONICS.some((ratio) => Math.abs(b.period / (ratio * a.period) - 1) < drift);
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
