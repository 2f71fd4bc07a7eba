import { detrend } from '../detrend/detrend';
import { maskedWindow, searchWindow } from '../detrend/window';
import { withoutTransits } from '../detrend/without-transits';
import { fitShape, type ShapeFit } from '../fit/fit-shape';
import { foldedProfile } from '../fit/folded-profile';
import { type LimbDarkening, type LimbPrior, limbPrior } from '../fit/limb-darkening';
import { isTransitLike, type LoneDip, loneDips } from '../search/lone-dips';
import { multipleEvent } from '../search/multiple-event';
import { starDensity } from '../search/orbit-limits';
import { periodFits, periodsOfDuration, shortestPeriod } from '../search/possible-periods';
import type { Ephemeris, LightCurve, Measured, Target } from '../types';
import { PPM } from '../units';

/** A transit that was seen once: no period can be given. */
export interface SingleEvent {
  /** Mid-transit [d, system of the curve]. */
  time: Measured;
  /** Loss of light at mid-transit [ppm]. */
  depth: Measured;
  /** First to fourth contact [h]. */
  duration: Measured;
  /** Mean loss in the transit over its error with red noise [σ]. */
  significance: number;
  /** Shortest period at which no observed window is empty, longest for a transit of this duration [d]. */
  periodMin: number;
  periodMax: number;
}

/** Two single events that may be transits of one planet. */
export interface EventPair {
  /** Their mid-times [d]. */
  times: [number, number];
  /** Periods that fit: their distance over a whole number, without an empty window, longest first [d]. */
  periods: number[];
}

/** A dip at the edge of what was observed: a part of a transit, or an artefact. */
export interface PartialEvent {
  /** Middle of what was observed of it [d]. */
  time: number;
  /** Mean loss of light [ppm]. */
  depth: number;
}

export interface FoundEvents {
  events: SingleEvent[];
  pairs: EventPair[];
  partial: PartialEvent[];
}

/** Longest transit that the detrending spares [h]. */
const LONGEST = 15;
/** What is removed of a known transit is longer by this, for timing variations. */
const REMOVED_PART = 1.3;
/** Two events are alike when depths and durations differ by less than these parts. */
const ALIKE_DEPTH = 0.25;
const ALIKE_DURATION = 0.4;
const MIN_CADENCES = 100;
/** Significance of an event once the curve is detrended with it masked [σ]. */
const MIN_SIGMA = 10;
/** A period far longer than every curve: the event is fitted alone. */
const ALONE = 1e5;

/** Dips that belong to no detection. @param known transits of detections, which are removed; @param curve not detrended; @param limb in place of the star's */
export function findSingleEvents(
  curve: LightCurve,
  known: readonly Ephemeris[],
  target: Target,
  limb?: LimbDarkening,
): FoundEvents {
  const rest = withoutTransits(
    curve,
    known.map((one) => ({ ...one, duration: REMOVED_PART * one.duration })),
  );
  if (rest.time.length < MIN_CADENCES) return { events: [], pairs: [], partial: [] };
  const { whole, partial } = loneDips(detrend(rest, { window: searchWindow(LONGEST) }));
  const found = whole
    .map((dip) => measured(rest, dip, target, limb))
    .filter(({ event, flat }) => event.significance >= MIN_SIGMA && isTransitLike(flat, boxOf(event)));
  const events = found.map(({ event }) => event).sort((a, b) => a.time.value - b.time.value);
  return {
    events,
    pairs: pairsOf(found),
    partial: partial
      .filter(({ loss, error }) => loss / error >= MIN_SIGMA)
      .map(({ time, loss }) => ({ time, depth: PPM * loss })),
  };
}

interface MeasuredDip {
  event: SingleEvent;
  flat: LightCurve;
}

function measured(curve: LightCurve, dip: LoneDip, target: Target, limb?: LimbDarkening): MeasuredDip {
  const density = starDensity(target) ?? 1;
  const alone = { period: ALONE, epoch: dip.time, duration: dip.duration };
  const flat = detrend(curve, {
    window: maskedWindow(dip.duration),
    mask: [{ ...alone, duration: 1.3 * dip.duration }],
  });
  const { shift, depth, duration } = fitted(flat, alone, dip.loss, limbPrior(target, limb)).measured;
  const time = dip.time + shift.value;
  const { mes } = multipleEvent(flat, { ...alone, epoch: time, duration: duration.value });
  const repeated = { time, duration: duration.value, depth: dip.loss };
  const { shortest, longest } = periodsOfDuration(duration.value, density);
  const periodMin = shortestPeriod(flat, repeated, shortest);
  return {
    flat,
    event: {
      time: { value: time, error: shift.error },
      depth: { value: PPM * depth.value, error: PPM * depth.error },
      duration,
      significance: mes,
      periodMin,
      periodMax: Math.max(longest, periodMin),
    },
  };
}

function fitted(flat: LightCurve, alone: Ephemeris, loss: number, limb: LimbPrior): ShapeFit {
  const start = { duration: alone.duration, depth: loss, period: ALONE, longest: 3 * alone.duration };
  return fitShape(foldedProfile(flat, alone), start, limb, flat.cadence);
}

/** The event as a box of the same loss: at mid-transit a transit is deeper than its mean. */
const boxOf = ({ time, duration, depth }: SingleEvent) => ({
  time: time.value,
  duration: duration.value,
  loss: (MEAN_PART * depth.value) / PPM,
});

/** Mean loss of light over a transit as a part of that at mid-transit. */
const MEAN_PART = 0.8;

function pairsOf(dips: readonly MeasuredDip[]): EventPair[] {
  return dips.flatMap((one, index) =>
    dips.slice(index + 1).flatMap((other) => {
      if (!alike(one.event, other.event)) return [];
      const times = [one.event.time.value, other.event.time.value].sort((a, b) => a - b) as [number, number];
      const periods = periodsBetween(one, times);
      return periods.length > 0 ? [{ times, periods }] : [];
    }),
  );
}

function alike(a: SingleEvent, b: SingleEvent): boolean {
  const near = (one: number, other: number, part: number) => Math.abs(one / other - 1) < part;
  return near(a.depth.value, b.depth.value, ALIKE_DEPTH) && near(a.duration.value, b.duration.value, ALIKE_DURATION);
}

const MAX_PERIODS = 10;

function periodsBetween({ event, flat }: MeasuredDip, [first, second]: [number, number]): number[] {
  const dip = { time: event.time.value, duration: event.duration.value, depth: (0.7 * event.depth.value) / PPM };
  const periods: number[] = [];
  for (let count = 1; (second - first) / count >= 0.5 && periods.length < MAX_PERIODS; count++) {
    const period = (second - first) / count;
    if (periodFits(flat, dip, period)) periods.push(period);
  }
  return periods;
}
