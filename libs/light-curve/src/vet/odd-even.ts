import type { FittedEvent } from '../fit/fit-events';
import type { VetSubject, VetTest } from './vet-test';

const LIMIT = 3;
/** Mean depths are not compared more precisely than this fraction of themselves, because detrending alone changes them as much. */
const CALIBRATION = 0.01;
/** Mean times are not compared more precisely than this fraction of a cadence. */
const TIMING = 0.05;
/** Transits of each kind that give a mean with an error. */
const MIN_TRANSITS = 2;
const MINUTES = 24 * 60;

/**
 * Passes when odd and even transits are equally deep and equally spaced. Two stars that eclipse each other alternately differ in
 * depth, and on an eccentric orbit the eclipses come alternately early and late (Twicken et al. 2018, PASP 130, 064502, sect. 3.4;
 * Thompson et al. 2018, ApJS 235, 38).
 */
export function oddEven({ curve, events, fit }: VetSubject): VetTest {
  const common = { name: 'odd_even', limit: LIMIT, limitIs: 'maximum', unit: 'σ' } as const;
  const odd = events.filter(({ number }) => number % 2 !== 0);
  const even = events.filter(({ number }) => number % 2 === 0);
  if (odd.length < MIN_TRANSITS || even.length < MIN_TRANSITS)
    return {
      ...common,
      verdict: 'not_testable',
      sentence: 'There are too few transits to compare every second one with the others.',
    };
  const [oddDepth, evenDepth] = [odd, even].map((some) =>
    meanOf(some.map((e) => ({ value: e.depth, error: e.depthErr }))),
  );
  const floor = CALIBRATION * fit.depth.value;
  const depths = Math.abs(oddDepth.mean - evenDepth.mean) / Math.hypot(oddDepth.error, evenDepth.error, floor);
  const shown = `${oddDepth.mean.toFixed(0)} and ${evenDepth.mean.toFixed(0)} ppm`;
  const late = lateness(odd, even, TIMING * curve.cadence);
  if (depths > LIMIT && depths >= (late?.sigma ?? 0))
    return {
      ...common,
      value: depths,
      verdict: 'fail',
      sentence: `Every second dip has another depth (${shown}, ${depths.toFixed(1)} σ apart, at most ${LIMIT} σ by chance): two stars that eclipse each other in turn look like this, at twice the period.`,
    };
  if (late && late.sigma > LIMIT)
    return {
      ...common,
      value: late.sigma,
      verdict: 'fail',
      sentence: `Every second dip comes ${(late.days * MINUTES).toFixed(0)} min late (${late.sigma.toFixed(1)} σ, at most ${LIMIT} σ by chance): two stars that eclipse each other in turn on an eccentric orbit look like this, at twice the period.`,
    };
  return {
    ...common,
    value: Math.max(depths, late?.sigma ?? 0),
    verdict: 'pass',
    sentence: `Odd and even transits are equally deep (${shown}, ${depths.toFixed(1)} σ apart${late ? `) and equally spaced (${late.sigma.toFixed(1)} σ apart` : ''}; at most ${LIMIT} σ by chance), as those of one planet.`,
  };
}

/** How far odd and even mid-times are apart [d]; undefined where too few can be timed. */
function lateness(
  odd: readonly FittedEvent[],
  even: readonly FittedEvent[],
  floor: number,
): { days: number; sigma: number } | undefined {
  const shifts = [odd, even].map((some) =>
    some.flatMap(({ time, predicted }) => (time ? [{ value: time.value - predicted, error: time.error }] : [])),
  );
  if (shifts.some(({ length }) => length < MIN_TRANSITS)) return undefined;
  const [first, second] = shifts.map(meanOf);
  const days = Math.abs(first.mean - second.mean);
  return { days, sigma: days / Math.hypot(first.error, second.error, floor) };
}

/** Weighted mean; its error is the larger of the expected one and the one that the scatter gives. */
function meanOf(values: readonly { value: number; error: number }[]): { mean: number; error: number } {
  const weights = values.reduce((sum, { error }) => sum + 1 / error ** 2, 0);
  const mean = values.reduce((sum, { value, error }) => sum + value / error ** 2, 0) / weights;
  const chiSquare = values.reduce((sum, { value, error }) => sum + ((value - mean) / error) ** 2, 0);
  const excess = Math.sqrt(Math.max(1, chiSquare / Math.max(1, values.length - 1)));
  return { mean, error: excess / Math.sqrt(weights) };
}
