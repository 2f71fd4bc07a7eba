import { SET_BITS, type ModelCard } from '@exoplanet/contracts';
import { describe, expect, it } from 'vitest';
import { PredictionSets, probabilityOf } from '../src/predictions/prediction-sets';

const { planet, false_positive } = SET_BITS;
const both = planet | false_positive;
const sets = new PredictionSets({
  conformal: {
    level: 0.95,
    thresholds: { KEPLER: { planet: 0.2, false_positive: 0.1 }, TESS: { planet: 0.8, false_positive: 0.7 } },
  },
} as unknown as ModelCard);

describe('the prediction set', () => {
  it('holds each class whose probability reaches its threshold', () => {
    expect([0.05, 0.2, 0.9, 0.95].map((probability) => sets.of(probability, 0))).toEqual([
      false_positive,
      both,
      both,
      planet,
    ]);
  });

  it('always holds the likelier class', () => {
    expect([0.25, 0.49, 0.5, 0.85].map((probability) => sets.of(probability, 1))).toEqual([
      false_positive,
      false_positive,
      planet,
      planet,
    ]);
  });

  it('excludes nothing where the card knows no thresholds for the mission', () => {
    expect([2, NaN, 7].map((mission) => sets.of(0.99, mission))).toEqual([both, both, both]);
  });
});

describe('the probability', () => {
  it('is the logistic function of the log-odds, rounded to 6 decimals', () => {
    expect([0, Math.log(3), -Math.log(3), 2.5, -50, 800].map(probabilityOf)).toEqual([0.5, 0.75, 0.25, 0.924142, 0, 1]);
  });
});
