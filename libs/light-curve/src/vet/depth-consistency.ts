import type { FittedEvent } from '../fit/fit-events';
import type { MultipleEvent } from '../search/multiple-event';
import { medianOf } from '../statistics/median';
import type { Measured } from '../types';
import { MAX_ABSENT, presenceOf } from './event-presence';
import type { VetSubject, VetTest } from './vet-test';

/** Fails where this fraction of the depths, or more, differs grossly from the median: by 5 σ of its own error and by a fifth of the median. */
const MAX_UNLIKE = 25;
const UNLIKE_SIGMA = 5;
const UNLIKE_PART = 0.2;
/** Flattening over a time T takes D / T of the depth of a dip of duration D, and of some dips up to this many times as much. */
const UNEVEN = 2;
/** Seader et al. (2013, ApJS 206, 25) ask for a MES of 7 after division by √(reduced χ²) of the single events. */
const MIN_CONSISTENT_MES = 7;

/** Passes when the dips are there in every window that was observed, and about equally deep: one glitch among empty windows is not a planet. */
export function depthConsistency({ events, event: { mes, consistentMes }, fit, flattened }: VetSubject): VetTest {
  const name = 'depth_consistency';
  const percent = { name, limit: MAX_ABSENT, limitIs: 'maximum', unit: '%' } as const;
  if (events.length < 3)
    return { ...percent, verdict: 'not_testable', sentence: 'There are too few transits to compare their depths.' };
  const { judged, absent, missing } = presenceOf(events);
  if (missing >= MAX_ABSENT)
    return {
      ...percent,
      value: missing,
      verdict: 'fail',
      sentence: `${absent.length} of the ${judged.length} windows in which a transit would stand out show none: the dips do not repeat at this period.`,
    };
  const unlike = (100 * unlikeDepths(events).length) / events.length;
  const taken = depthTaken({ duration: fit.duration, flattened });
  if (unlike >= MAX_UNLIKE && taken > UNLIKE_PART)
    return {
      ...percent,
      limit: MAX_UNLIKE,
      value: unlike,
      verdict: 'not_testable',
      sentence: `${unlike.toFixed(0)} % of the dips differ from the median depth by more than ${UNLIKE_SIGMA} σ and ${100 * UNLIKE_PART} %. The flux seems to have been flattened over about ${flattened!.toFixed(0)} h before it came here, which can take ${(100 * Math.min(1, taken)).toFixed(0)} % of one dip and little of another, so this decides nothing.`,
    };
  if (unlike >= MAX_UNLIKE)
    return {
      ...percent,
      limit: MAX_UNLIKE,
      value: unlike,
      verdict: 'fail',
      sentence: `${unlike.toFixed(0)} % of the dips differ from the median depth by more than ${UNLIKE_SIGMA} σ and ${100 * UNLIKE_PART} %: they do not come from one body on one orbit.`,
    };
  const together = { name, value: consistentMes, limit: MIN_CONSISTENT_MES, limitIs: 'minimum', unit: 'σ' } as const;
  if (isDominated({ mes, consistentMes }))
    return {
      ...together,
      verdict: 'fail',
      sentence: `The dips differ so much in depth that together they reach only ${consistentMes.toFixed(1)} σ: one or two events dominate the signal.`,
    };
  return {
    ...percent,
    value: Math.max(missing, unlike),
    verdict: 'pass',
    sentence:
      judged.length > 0
        ? `The dips are there in ${judged.length - absent.length} of the ${judged.length} windows in which they would stand out, and equally deep within ${UNLIKE_SIGMA} σ or ${100 * UNLIKE_PART} % of the median depth in ${(100 - unlike).toFixed(0)} % of all.`
        : `No single dip is strong enough to tell whether it is present; ${unlike.toFixed(0)} % of the depths differ from the median by more than both ${UNLIKE_SIGMA} σ and ${100 * UNLIKE_PART} % (the limit is ${MAX_UNLIKE} %).`,
  };
}

/** Whether one or two events are most of the signal. */
export function isDominated({ mes, consistentMes }: Pick<MultipleEvent, 'mes' | 'consistentMes'>): boolean {
  return consistentMes < MIN_CONSISTENT_MES && mes >= MIN_CONSISTENT_MES;
}

/** Part of the depth that flattening takes of one transit or another; 0 where the flux was not flattened. */
export function depthTaken({ duration, flattened }: { duration: Measured; flattened?: number }): number {
  return flattened === undefined ? 0 : (UNEVEN * duration.value) / flattened;
}

function unlikeDepths(events: readonly FittedEvent[]): FittedEvent[] {
  const depth = medianOf(events.map((event) => event.depth));
  return events.filter((event) => {
    const off = Math.abs(event.depth - depth);
    return off > UNLIKE_SIGMA * event.depthErr && off > UNLIKE_PART * depth;
  });
}
