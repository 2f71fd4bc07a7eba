import type { FittedEvent } from '../fit/fit-events';
import { medianOf } from '../statistics/median';

/** Events this significant set the depth that the others are compared with [σ]. */
const SEEN_SIGMA = 3;
/** A window is judged when a transit of the usual depth would stand out this far [σ]. */
const EXPECTED_SIGMA = 6;
/** An event shallower than this part of the usual depth is absent. */
const ABSENT_PART = 0.25;

/** Which events are there: `absent` windows were observed and show no dip where one would stand out. */
export interface Presence {
  /** Usual depth: the median of the events that are seen [ppm]; 0 without any. */
  depth: number;
  /** Events where a transit of that depth would stand out. */
  judged: FittedEvent[];
  absent: FittedEvent[];
  /** Events that are not absent; weak transits are not judged one by one. */
  there: FittedEvent[];
}

export function presenceOf(events: readonly FittedEvent[]): Presence {
  const seen = events.filter(({ significance }) => significance > SEEN_SIGMA);
  const depth = seen.length > 0 ? medianOf(seen.map((event) => event.depth)) : 0;
  const judged = events.filter(({ depthErr }) => depth > EXPECTED_SIGMA * depthErr);
  const absent = judged.filter((event) => event.depth < ABSENT_PART * depth);
  return { depth, judged, absent, there: events.filter((event) => !absent.includes(event)) };
}
