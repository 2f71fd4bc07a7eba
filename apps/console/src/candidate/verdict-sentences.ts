import type { Prediction } from '@exoplanet/client';
import { probability, significant } from '../design/format';

/** The answer in sentences: what it is, how sure, what it rests on. */
export function verdictSentences({
  prediction,
  probability: value,
  prediction_set,
  in_distribution,
  checks,
}: Prediction): string[] {
  const hundred = Math.round(value * 100);
  const share =
    value > 0.995
      ? 'Of 100 objects of the archive with this score, at least 99 are planets.'
      : value < 0.005
        ? 'Of 100 objects of the archive with this score, at most one is a planet.'
        : `Of 100 objects of the archive with this score, about ${hundred} are planets.`;
  const withheld = checks.filter((check) => check.withholds_decision);
  return [
    `The probability that this is a planet is ${probability(value)}. ${share}`,
    withheld.length > 0
      ? 'A check withholds the decision, so the score must not be used.'
      : prediction === 'undecided' && !in_distribution.value
        ? 'The row is unlike the training data, so the score is an extrapolation.'
        : prediction_set.length === 2
          ? 'At the 95 % level neither a planet nor a false positive can be excluded.'
          : prediction_set[0] === 'planet'
            ? 'At the 95 % level a false positive can be excluded.'
            : 'At the 95 % level a planet can be excluded.',
    in_distribution.value
      ? `The row resembles the training data: its distance is ${significant(in_distribution.distance, 2)} of at most ${in_distribution.limit}.`
      : `The row does not resemble the training data: its distance is ${significant(in_distribution.distance, 2)}, the limit ${in_distribution.limit}.`,
  ];
}
