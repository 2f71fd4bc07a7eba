import type { VetSubject, VetTest } from './vet-test';

/** Impact plus radius ratio of a transit that only grazes the star (Thompson et al. 2018, ApJS 235, 38, sect. A.5: V-shape metric over 1.04). */
const LIMIT = 1.04;

/** Passes when the transit does not merely graze the star, as a V-shaped dip does. */
export function vShape({ fit: { impact, radiusRatio } }: VetSubject): VetTest {
  const value = impact.value + radiusRatio.value;
  const error = Math.hypot(impact.error, radiusRatio.error);
  const sum = `${value.toFixed(2)} ± ${error.toFixed(2)}`;
  const common = { name: 'v_shape', value, limit: LIMIT, limitIs: 'maximum', unit: 'R*' } as const;
  if (value <= LIMIT) {
    return {
      ...common,
      verdict: 'pass',
      sentence: `The transit does not graze the star: impact parameter and radius ratio add up to ${sum} stellar radii (at most ${LIMIT}), as those of most planets do.`,
    };
  }
  if (value - error <= LIMIT)
    return {
      ...common,
      verdict: 'not_testable',
      sentence: `The data cannot distinguish a V-shaped dip from one with a flat bottom: impact parameter and radius ratio add up to ${sum} stellar radii, where at most ${LIMIT} is allowed.`,
    };
  return {
    ...common,
    verdict: 'fail',
    sentence: `The dip is V-shaped: impact parameter and radius ratio add up to ${sum} stellar radii (at most ${LIMIT}), so the body hardly ever lies wholly in front of the star. Grazing stars look like this more often than planets do.`,
  };
}
