import { withoutTransits } from '../detrend/without-transits';
import { OTHER_DIP_SIGMA, type OtherDip, strongestOtherDip } from '../search/other-dip';
import type { Ephemeris, LightCurve } from '../types';
import { HOURS_PER_DAY } from '../units';
import { MAX_ABSENT, presenceOf } from '../vet/event-presence';
import { phaseTime } from '../views/fold';

/** Dips at other phases that are looked for: a period found at three times the true one leaves two, each with a second eclipse. */
const MAX_DIPS = 5;
/** Events of a dip that make it one of the system: a single one may be another body's. */
const MIN_EVENTS = 2;

/**
 * The other dips that come back at the period of a detection, strongest first: second eclipses at any phase.
 * @param flat detrended, with the detection's own transits in it
 * @param strongest of these dips, as the tests found it
 * @param flattened length over which the flux was flattened before it came here [h]
 * @param fitted the fit of such a dip, started with the transit's duration
 */
export function secondDips(
  flat: LightCurve,
  transit: Ephemeris,
  strongest: OtherDip | undefined,
  flattened: number | undefined,
  fitted: (dip: Ephemeris) => Ephemeris,
): Ephemeris[] {
  const dips: Ephemeris[] = [];
  let rest = flat;
  while (dips.length < MAX_DIPS && rest.time.length > 0) {
    const dip = dips.length === 0 ? strongest : strongestOtherDip(rest, transit, flattened);
    if (!dip || dip.significance <= OTHER_DIP_SIGMA) break;
    const { there, missing } = presenceOf(dip.event.events);
    if (there.length < MIN_EVENTS || missing >= MAX_ABSENT) break;
    const found = { ...transit, epoch: transit.epoch + dip.offset };
    const { epoch, duration } = fitted(found);
    // A fit that has left the dip says nothing about its length.
    const stayed = Math.abs(phaseTime(epoch, transit.period, found.epoch)) * HOURS_PER_DAY < transit.duration;
    dips.push(stayed ? { ...transit, epoch, duration } : found);
    rest = withoutTransits(rest, dips.slice(-1));
  }
  return dips;
}
