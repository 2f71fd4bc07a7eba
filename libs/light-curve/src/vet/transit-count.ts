import { ephemerisOf } from '../fit/fit-transit';
import { HOURS_PER_DAY } from '../units';
import { presenceOf } from './event-presence';
import { countOtherDips } from './other-dips';
import type { VetSubject, VetTest } from './vet-test';

/** Two events always fit some period; a third at the expected time confirms it (Jenkins et al. 2010, ApJ 713, L87). */
export const MIN_TRANSITS = 3;
/** Sets of equally spaced dips that may be expected by chance. */
const BY_CHANCE = 0.3;
/** A dip is at the predicted time within this part of its duration, both sides together. */
const ON_TIME = 0.5;
/** More transits than this need no look at other dips. */
const ENOUGH = 8;

/**
 * Passes when enough transits were observed to trust the period; windows without a dip do not count. A period that was searched for
 * needs more of them where the curve has many other dips, some of which are equally spaced by chance.
 */
export function transitCount(subject: VetSubject): VetTest {
  const value = presenceOf(subject.events).there.length;
  const others = subject.searched && value >= MIN_TRANSITS && value <= ENOUGH ? otherDips(subject) : 0;
  const limit = others > 0 ? requiredTransits(subject, value + others) : MIN_TRANSITS;
  const pass = value >= limit;
  const beside = `The curve has ${others} more ${others === 1 ? 'dip' : 'dips'} like them at other times; among so many, ${limit - 1} are equally spaced by chance`;
  const confirmed = `${value} transits were observed (at least ${limit} are required), so the period is confirmed by repetition.`;
  const few = `${value === 1 ? 'transit was' : 'transits were'} observed`;
  const failed =
    limit > MIN_TRANSITS
      ? `${value} ${few}. ${beside}, so at least ${limit} are required.`
      : `Only ${value} ${few}; two dips always fit some period, so at least ${limit} at the expected times are required.`;
  return {
    name: 'transit_count',
    value,
    limit,
    limitIs: 'minimum',
    unit: 'transits',
    verdict: pass ? 'pass' : 'fail',
    sentence: pass ? confirmed : failed,
  };
}

const otherDips = ({ undetrended, fit }: VetSubject): number => countOtherDips(undetrended, ephemerisOf(fit));

/**
 * The least number of equally spaced dips that so many dips at random times do not have by chance: any two of them predict the times
 * of the next ones, and each of those holds a dip by chance.
 */
function requiredTransits({ curve, fit }: VetSubject, dips: number): number {
  const observed = curve.time.length * curve.cadence;
  const filled = Math.min(1, (dips * ON_TIME * fit.duration.value) / HOURS_PER_DAY / observed);
  let required = MIN_TRANSITS;
  let expected = ((dips * (dips - 1)) / 2) * filled;
  while (expected > BY_CHANCE && required < ENOUGH) {
    required++;
    expected *= filled;
  }
  return required;
}
