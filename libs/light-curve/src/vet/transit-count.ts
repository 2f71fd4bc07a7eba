import { presenceOf } from './event-presence';
import type { VetSubject, VetTest } from './vet-test';

/** Two events always fit some period; a third at the expected time confirms it (Jenkins et al. 2010, ApJ 713, L87). */
export const MIN_TRANSITS = 3;

/** Passes when enough transits were observed to trust the period; windows without a dip do not count. */
export function transitCount({ events }: VetSubject): VetTest {
  const value = presenceOf(events).there.length;
  const pass = value >= MIN_TRANSITS;
  const sentence = pass
    ? `${value} transits were observed (at least ${MIN_TRANSITS} are required), so the period is confirmed by repetition.`
    : `Only ${value} ${value === 1 ? 'transit was' : 'transits were'} observed; two dips always fit some period, so at least ${MIN_TRANSITS} at the expected times are required.`;
  return {
    name: 'transit_count',
    value,
    limit: MIN_TRANSITS,
    limitIs: 'minimum',
    unit: 'transits',
    verdict: pass ? 'pass' : 'fail',
    sentence,
  };
}
