import { ephemerisOf } from '../fit/fit-transit';
import { HOURS_PER_DAY } from '../units';
import { presenceOf } from './event-presence';
import { countOtherDips } from './other-dips';
import type { VetSubject, VetTest } from './vet-test';

/** Two events always fit some period; a third at the expected time confirms it (Jenkins et al. 2010, ApJ 713, L87). */
export const MIN_TRANSITS = 3;
/** This many are enough, whatever else dips. */
const ENOUGH = 8;
/** Sets of equally spaced dips that may be expected by chance. */
const BY_CHANCE = 0.3;
/** A dip is at the predicted time within this part of its duration, both sides together. */
const ON_TIME = 0.5;

/**
 * Passes when enough transits were observed to trust the period; windows without a dip do not count. A period that was searched for
 * needs more of them where the curve has many other dips, some of which may be equally spaced by chance.
 */
export function transitCount(subject: VetSubject): VetTest {
  const value = presenceOf(subject.events).there.length;
  const others = subject.searched && value >= MIN_TRANSITS && value < ENOUGH ? otherDips(subject) : 0;
  const limit = others > 0 ? requiredTransits(value + others, partOfTime(subject)) : MIN_TRANSITS;
  const pass = value >= limit;
  return {
    name: 'transit_count',
    value,
    limit,
    limitIs: 'minimum',
    unit: 'transits',
    verdict: pass ? 'pass' : 'fail',
    sentence: sentenceOf(value, limit, others),
  };
}

function sentenceOf(value: number, limit: number, others: number): string {
  const observed = `${value} ${value === 1 ? 'transit was' : 'transits were'} observed`;
  if (value < MIN_TRANSITS)
    return `Only ${observed}; two dips always fit some period, so at least ${limit} at the expected times are required.`;
  if (limit === MIN_TRANSITS)
    return `${observed} (at least ${limit} are required), so the period is confirmed by repetition.`;
  const beside = `The curve has ${others} other ${others === 1 ? 'dip' : 'dips'} at least half as deep. Among so many, ${limit - 1} may be equally spaced by chance, so at least ${limit} are required`;
  return `${observed}. ${beside}${value < limit ? '.' : ': the period is confirmed by repetition.'}`;
}

const otherDips = ({ undetrended, fit, secondDips }: VetSubject): number =>
  countOtherDips(undetrended, ephemerisOf(fit), secondDips);

/** The transit's duration over the time observed. */
const partOfTime = ({ curve, fit }: VetSubject): number =>
  fit.duration.value / HOURS_PER_DAY / (curve.time.length * curve.cadence);

/**
 * The least number of equally spaced dips that so many dips at random times do not have by chance: any two of them predict the times
 * of the next ones, and each of those holds a dip by chance.
 * @param dips the transits and all others; @param part of the observed time that one of them lasts
 */
export function requiredTransits(dips: number, part: number): number {
  const filled = Math.min(1, ON_TIME * dips * part);
  let required = MIN_TRANSITS;
  let expected = ((dips * (dips - 1)) / 2) * filled;
  while (expected > BY_CHANCE && required < ENOUGH) {
    required++;
    expected *= filled;
  }
  return required;
}
