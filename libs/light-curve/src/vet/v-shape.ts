import type { VetSubject, VetTest } from './vet-test';

/** Impact plus radius ratio of a transit that only grazes the star (Thompson et al. 2018, ApJS 235, 38, sect. A.5: V-shape metric over 1.04). */
const LIMIT = 1.04;

/** Passes when the transit has a flat bottom: for a while, the whole body lies in front of the star. */
export function vShape({ fit: { impact, radiusRatio, flatPart } }: VetSubject): VetTest {
  const value = impact.value + radiusRatio.value;
  const error = Math.hypot(impact.error, radiusRatio.error);
  const common = { name: 'v_shape', value, limit: LIMIT, limitIs: 'maximum', unit: 'R*' } as const;
  if (value <= LIMIT) {
    const bottom = `${(100 * flatPart).toFixed(0)} % of the transit`;
    return {
      ...common,
      verdict: 'pass',
      sentence: `The bottom is flat for ${bottom}: the whole body lies in front of the star, as for a planet that does not graze it.`,
    };
  }
  if (value - error <= LIMIT)
    return {
      ...common,
      verdict: 'not_testable',
      sentence: 'The data cannot distinguish a V-shaped dip from one with a flat bottom.',
    };
  return {
    ...common,
    verdict: 'fail',
    sentence:
      'The dip is V-shaped: the body never lies wholly in front of the star. Grazing stars look like this more often than planets do.',
  };
}
