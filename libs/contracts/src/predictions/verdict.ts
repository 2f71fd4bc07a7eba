import { SET_BITS } from './predict.command';
import type { Confidence, Verdict } from './prediction.dto';

const BOTH = SET_BITS.planet | SET_BITS.false_positive;

/**
 * The verdict of an answer.
 * @param sets `SET_BITS` of the classes that cannot be excluded; with both, the verdict is `undecided`
 */
export function verdictOf(probability: number, sets: number): Verdict {
  if (sets === BOTH) return 'undecided';
  const planet = sets === 0 ? probability >= 0.5 : sets === SET_BITS.planet;
  return planet ? 'likely_planet' : 'likely_false_positive';
}

/**
 * The confidence of an answer, from the probability of the likelier class: high ≥ 0.95, medium ≥ 0.80. An undecided answer has
 * low confidence.
 * @param sets `SET_BITS` of the classes that cannot be excluded
 */
export function confidenceOf(probability: number, sets: number): Confidence {
  if (sets === BOTH) return 'low';
  const likelier = Math.max(probability, 1 - probability);
  if (likelier >= 0.95) return 'high';
  return likelier >= 0.8 ? 'medium' : 'low';
}
