import { centralDuration, starDensity } from '../search/orbit-limits';
import { significant } from '../significant';
import { HOURS_PER_DAY } from '../units';
import type { VetSubject, VetTest } from './vet-test';

/** A planet seen at apastron of an orbit of eccentricity 0.6 crosses this many times slower than on a circle. */
const LIMIT = 2;

/**
 * Part of the period that a transit lasts at most [%]: a small body that takes longer to cross its star on a circular orbit is within
 * 1.7 radii of the star's centre. Of the 2,283 confirmed planets of the Kepler table and the 1,074 of that of TESS none lasts over 13 %.
 */
export const MAX_PART = 20;

/**
 * Passes when the transit is no longer than any planet's at this period, and than a star of this density allows (Seager &
 * Mallén-Ornelas 2003, ApJ 585, 1038).
 */
export function duration({ fit, target }: VetSubject): VetTest {
  const name = 'duration';
  const part = (100 * fit.duration.value) / HOURS_PER_DAY / fit.period.value;
  if (part > MAX_PART)
    return {
      name,
      value: part,
      limit: MAX_PART,
      limitIs: 'maximum',
      unit: '%',
      verdict: 'fail',
      sentence: `The dip lasts ${significant(part, 3)} % of its period (at most ${MAX_PART} %), so on a circular orbit the body would be within a stellar radius of the star’s surface, where no planets are known. Stars in contact and stars that vary look like this.`,
    };
  const density = starDensity(target);
  if (density === undefined) {
    return {
      name,
      limit: LIMIT,
      limitIs: 'maximum',
      unit: '×',
      verdict: 'not_testable',
      sentence: 'The radius and gravity of the star are not known, so the expected duration cannot be computed.',
    };
  }
  const expected = HOURS_PER_DAY * centralDuration(fit.period.value, density) * (1 + fit.radiusRatio.value);
  const value = fit.duration.value / expected;
  const fail = value > LIMIT;
  const compared = `The transit lasts ${fit.duration.value.toFixed(1)} h; across the middle of this star it would last ${expected.toFixed(1)} h on a circular orbit`;
  const sentence = fail
    ? `${compared}. ${value.toFixed(1)} times as long is too much (at most ${LIMIT}): the star is larger than assumed, or another star is eclipsed.`
    : `${compared}: ${value.toFixed(1)} times as long, where up to ${LIMIT} fits the star and the orbit.`;
  return { name, value, limit: LIMIT, limitIs: 'maximum', unit: '×', verdict: fail ? 'fail' : 'pass', sentence };
}
