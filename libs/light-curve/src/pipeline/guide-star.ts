import { harmonicOf } from '../search/harmonics';
import { type Ephemeris, type LightCurve, type Target, TIME_ZERO } from '../types';
import { HOURS_PER_DAY } from '../units';
import { phaseTime } from '../views/fold';

/**
 * In Quarters 0 and 1, BKJD 120 to 165, an eclipsing binary was among the stars that Kepler was guided by. In its eclipses the
 * telescope pointed a little beside the field, and stars lost or gained light (Kepler Data Characteristics Handbook, KSCI-19040, on
 * variable guide stars). Period and epoch [d, BKJD] are measured: in 209 quiet stars of Quarter 1, the mean square of the significance
 * of a box of 6 h is 6.6 there, and 0.9 half a period away.
 */
const ECLIPSES = { period: 1.692, epoch: 132.92, first: 120, last: 165 };
/** The periods of such dips in single stars are 1.691 to 1.700 d. */
const TOLERANCE = 0.01;
/** The loss of light is at most this [ppm]; a deeper dip is the star's own. */
const MAX_DEPTH = 10_000;

/**
 * Whether the dips of an ephemeris come with every eclipse, or every second or third, of the binary that Kepler was guided by, each
 * within half its duration, in a curve of those quarters alone.
 * @param depth [ppm]
 */
export function isOfGuideStar(
  { period, epoch, duration }: Ephemeris,
  depth: number,
  { time, timeSystem }: Pick<LightCurve, 'time' | 'timeSystem'>,
  { mission = 'KEPLER' }: Pick<Target, 'mission'> = {},
): boolean {
  const toBkjd = TIME_ZERO[timeSystem] - TIME_ZERO.BKJD;
  const [first, last] = [time[0] + toBkjd, time[time.length - 1] + toBkjd];
  if (mission !== 'KEPLER' || depth > MAX_DEPTH || !(first >= ECLIPSES.first && last <= ECLIPSES.last)) return false;
  const ratio = harmonicOf(period, ECLIPSES.period, TOLERANCE);
  if (ratio === undefined || ratio < 1) return false;
  const start = epoch + toBkjd;
  for (let dip = start - period * Math.floor((start - first) / period); dip <= last; dip += period)
    if (Math.abs(phaseTime(dip, ECLIPSES.period, ECLIPSES.epoch)) > duration / HOURS_PER_DAY / 2) return false;
  return true;
}
