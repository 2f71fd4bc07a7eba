import { medianOf } from '../statistics/median';

/** Depth of one event and its 1 σ [ppm]. */
export interface EventDepth {
  depth: number;
  depthErr: number;
}

/** A dip this significant is seen; events that are set the depth that the others are compared with [σ]. */
const SEEN_SIGMA = 3;
/** A window is judged when a transit of the usual depth would stand out this far [σ]. */
const EXPECTED_SIGMA = 6;
/** An event shallower than this part of the usual depth is absent. */
const ABSENT_PART = 0.25;
/** Dips do not repeat where this fraction of the judged windows, or more, shows none [%]. None of 84 true ephemerides has as many. */
export const MAX_ABSENT = 25;

export const isSeen = ({ depth, depthErr }: EventDepth): boolean => depth > SEEN_SIGMA * depthErr;

/** Which events are there: `absent` windows were observed and show no dip where one would stand out. */
export interface Presence<Event = EventDepth> {
  /** Usual depth: the median of the events that are seen [ppm]; 0 without any. */
  depth: number;
  /** Events where a transit of that depth would stand out. */
  judged: Event[];
  absent: Event[];
  /** Events that are not absent; weak transits are not judged one by one. */
  there: Event[];
  /** Absent events among those judged [%]. */
  missing: number;
}

export function presenceOf<Event extends EventDepth>(events: readonly Event[]): Presence<Event> {
  const seen = events.filter(isSeen);
  const depth = seen.length > 0 ? medianOf(seen.map((event) => event.depth)) : 0;
  const judged = events.filter(({ depthErr }) => depth > EXPECTED_SIGMA * depthErr);
  const absent = judged.filter((event) => event.depth < ABSENT_PART * depth);
  return {
    depth,
    judged,
    absent,
    there: events.filter((event) => !absent.includes(event)),
    missing: (100 * absent.length) / Math.max(1, judged.length),
  };
}
