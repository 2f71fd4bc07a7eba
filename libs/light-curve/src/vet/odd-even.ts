import type { TransitEvent } from '../search/multiple-event';
import type { VetSubject, VetTest } from './vet-test';

const LIMIT = 3;
/** Depths are not compared better than this part of themselves: 30 min sampling and detrending alone do as much. */
const CALIBRATION = 0.03;
/** Transits of each kind that give a mean with an error. */
const MIN_TRANSITS = 2;

/** Odd and even transits are equally deep; two stars that eclipse each other in turn are not (Twicken et al. 2018, PASP 130, 064502, sect. 3.4; Thompson et al. 2018, ApJS 235, 38). */
export function oddEven({ event: { events, depth } }: VetSubject): VetTest {
  const name = 'odd_even';
  const odd = meanDepth(events.filter(({ number }) => number % 2 !== 0));
  const even = meanDepth(events.filter(({ number }) => number % 2 === 0));
  if (odd.count < MIN_TRANSITS || even.count < MIN_TRANSITS) {
    return {
      name,
      limit: LIMIT,
      unit: 'σ',
      verdict: 'not_testable',
      sentence: 'There are too few transits to compare every second one with the others.',
    };
  }
  const value = Math.abs(odd.depth - even.depth) / Math.hypot(odd.error, even.error, CALIBRATION * depth);
  const fail = value > LIMIT;
  const depths = `${odd.depth.toFixed(0)} and ${even.depth.toFixed(0)} ppm`;
  const sentence = fail
    ? `Every second dip has another depth (${depths}, ${value.toFixed(1)} σ apart): two stars that eclipse each other in turn look like this, at twice the period.`
    : `Odd and even transits are equally deep within the errors (${depths}), as one planet makes them.`;
  return { name, value, limit: LIMIT, unit: 'σ', verdict: fail ? 'fail' : 'pass', sentence };
}

/** Weighted mean depth [ppm]; its error is the larger of the expected one and the one the transits' scatter gives. */
function meanDepth(events: readonly TransitEvent[]): { count: number; depth: number; error: number } {
  const weights = events.reduce((sum, { depthErr }) => sum + 1 / depthErr ** 2, 0);
  const depth = events.reduce((sum, event) => sum + event.depth / event.depthErr ** 2, 0) / weights;
  const chiSquare = events.reduce((sum, event) => sum + ((event.depth - depth) / event.depthErr) ** 2, 0);
  const excess = Math.sqrt(Math.max(1, chiSquare / Math.max(1, events.length - 1)));
  return { count: events.length, depth, error: excess / Math.sqrt(weights) };
}
