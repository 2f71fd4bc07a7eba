import { type PredictResult, SET_BITS } from '@exoplanet/contracts';
import type { Detection } from '@exoplanet/light-curve';

/** An answer after the vetting tests were taken into account, and what decided it. */
export interface Decision {
  result: PredictResult;
  /** In sentences. */
  decision: string;
  /** What the answers for this mission rest on; the same for every detection that was decided in the same way. */
  basis: string;
}

const BOTH = SET_BITS.planet | SET_BITS.false_positive;

/**
 * Says what decided a detection. A failed test is evidence that a model does not see, or sees only in part: a detection with one
 * is not called a planet. Tests never turn an answer into "false positive", because planets fail them too.
 * @param result of one row
 */
export function decide(result: PredictResult, { tests }: Pick<Detection, 'tests'>): Decision {
  const basis = basisOf(result);
  const failed = tests.filter(({ verdict }) => verdict === 'fail').map(({ name }) => name.replaceAll('_', ' '));
  if (result.sets[0] !== SET_BITS.planet || failed.length === 0) return { result, basis, decision: basis };
  const what = failed.length === 1 ? `the test ${failed[0]} fails` : `the tests ${failed.join(', ')} fail`;
  const decision = `Undecided, because ${what}; without that it would be called a planet. ${basis}`;
  return { result: { ...result, sets: Uint8Array.of(BOTH) }, basis, decision };
}

/** Names of the rules on the cards, for a reader. */
const RULES: Record<string, string> = {
  star: 'period, duration and depth with the temperature, gravity, radius and magnitude of the star',
  star_without_magnitude: 'period, duration and depth with the temperature, gravity and radius of the star',
  transit: 'period, duration and depth alone',
};

function basisOf({ model, heads, curveRow }: PredictResult): string {
  const name = `${model.name} ${model.version}`;
  if (heads.includes('vetting'))
    return `The measured row, the views of the folded curve and the numbers of its vetting decided (${name}).`;
  if (heads.length > 1) return `The measured row and the views of the folded curve decided (${name}).`;
  if (!curveRow) return `The measured row decided, as a row of a catalogue (${name}).`;
  const { rule, fittedOn, checked } = curveRow;
  const unchecked = checked ? '' : ' No light curves of this mission were available to check it.';
  const read = RULES[rule];
  if (!read)
    return `The curve gives too little for a decision: period, duration and depth are needed (${name}).${unchecked}`;
  const more = rule === 'transit' ? ' The temperature, gravity and radius of the star would make it more certain.' : '';
  return `The measured row decided, by its ${read} (${name}, calibrated on ${fittedOn}); the views did not.${more}${unchecked}`;
}
