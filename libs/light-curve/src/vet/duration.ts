import { centralDuration, starDensity } from '../search/orbit-limits';
import type { VetSubject, VetTest } from './vet-test';

/** A planet seen at apastron of an orbit of eccentricity 0.6 crosses this many times slower than on a circle. */
const LIMIT = 2;

/** Passes when the transit is no longer than a star of this density allows (Seager & Mallén-Ornelas 2003, ApJ 585, 1038). */
export function duration({ fit, target }: VetSubject): VetTest {
  const name = 'duration';
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
  const expected = 24 * centralDuration(fit.period.value, density) * (1 + fit.radiusRatio.value);
  const value = fit.duration.value / expected;
  const fail = value > LIMIT;
  const compared = `The transit lasts ${fit.duration.value.toFixed(1)} h; across the middle of this star it would last ${expected.toFixed(1)} h on a circular orbit`;
  const sentence = fail
    ? `${compared}. ${value.toFixed(1)} times as long is too much (at most ${LIMIT}): the star is larger than assumed, or another star is eclipsed.`
    : `${compared}: ${value.toFixed(1)} times as long, where up to ${LIMIT} fits the star and the orbit.`;
  return { name, value, limit: LIMIT, limitIs: 'maximum', unit: '×', verdict: fail ? 'fail' : 'pass', sentence };
}
