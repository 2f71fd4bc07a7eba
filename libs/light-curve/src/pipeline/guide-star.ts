import { TIME_ZERO, type Ephemeris, type LightCurve, type Target } from '../types';
import { HOURS_PER_DAY } from '../units';
import { phaseTime } from '../views/fold';

/**
 * In Quarters 0 and 1, which ended at BKJD 165, an eclipsing binary was among the stars that Kepler was guided by. In its eclipses the
 * telescope pointed a little beside the field, and stars lost or gained light (Kepler Data Characteristics Handbook, KSCI-19040, on
 * variable guide stars). Period and epoch [d, BKJD] are measured: in 209 quiet stars of Quarter 1, the mean square of the significance
 * of a box of 6 h is 6.6 there, and 0.9 half a period away.
 */
const ECLIPSES = { period: 1.692, epoch: 132.92, last: 165 };
/** The loss of light is at most this [ppm]; a deeper dip is the star's own. */
const MAX_DEPTH = 10_000;

/**
 * Whether every dip of an ephemeris comes, within half its duration, at an eclipse of the binary that Kepler was guided by.
 * @param depth [ppm]
 */
export function isOfGuideStar(
  { period, epoch, duration }: Ephemeris,
  depth: number,
  { time, timeSystem }: Pick<LightCurve, 'time' | 'timeSystem'>,
  { mission = 'KEPLER' }: Pick<Target, 'mission'> = {},
): boolean {
  const [first, last, middle] = [time[0], time[time.length - 1], epoch].map(
    (t) => t + TIME_ZERO[timeSystem] - TIME_ZERO.BKJD,
  );
  if (mission !== 'KEPLER' || depth > MAX_DEPTH || last > ECLIPSES.last) return false;
  for (let dip = middle - period * Math.floor((middle - first) / period); dip <= last; dip += period)
    if (Math.abs(phaseTime(dip, ECLIPSES.period, ECLIPSES.epoch)) > duration / HOURS_PER_DAY / 2) return false;
  return true;
}
