import { describe, expect, it } from 'vitest';
import { type ModelCard, SET_BITS } from '@exoplanet/contracts';
import { PredictionSets, probabilityOf } from '../src/model/prediction-sets';

const { planet, false_positive } = SET_BITS;
const both = planet | false_positive;
const card = {
  states: ['few', 'many'],
  conformal: {
    level: 0.95,
    thresholds: {
      KEPLER: { few: { planet: 0.3, false_positive: 0.4 }, many: { planet: 0.2, false_positive: 0.1 } },
      TESS: { many: { planet: 0.8, false_positive: 0.7 } },
    },
  },
} as unknown as ModelCard;
const sets = new PredictionSets(card);
const KEPLER = 0;
const TESS = 1;
const FEW = 0;
const MANY = 1;

describe('the prediction set', () => {
  it('holds each class whose probability reaches its threshold', () => {
    expect([0.05, 0.2, 0.9, 0.95].map((probability) => sets.of(probability, KEPLER, MANY))).toEqual([
      false_positive,
      both,
      both,
      planet,
    ]);
  });

  it('depends on the kind of input', () => {
    expect([0.2, 0.3, 0.6, 0.9].map((probability) => sets.of(probability, KEPLER, FEW))).toEqual([
      false_positive,
      both,
      both,
      planet,
    ]);
  });

  it('always holds the likelier class', () => {
    expect([0.25, 0.49, 0.5, 0.85].map((probability) => sets.of(probability, TESS, MANY))).toEqual([
      false_positive,
      false_positive,
      planet,
      planet,
    ]);
  });

  it('excludes nothing when the card has no thresholds for the mission and kind of input', () => {
    expect([2, NaN, 7, -1].map((mission) => sets.of(0.99, mission, MANY))).toEqual([both, both, both, both]);
    expect(sets.of(0.99, TESS, FEW)).toBe(both);
  });

  it('excludes nothing for a row without usable fields or an unlisted kind of input', () => {
    expect([-1, 2, NaN].map((state) => sets.of(0.99, KEPLER, state))).toEqual([both, both, both]);
    expect([-1, 2, NaN].map((state) => sets.of(0.99, TESS, state))).toEqual([both, both, both]);
  });

  it('uses separate thresholds for answers with views of a light curve, the same for every kind of input', () => {
    const curves = new PredictionSets(card, { KEPLER: { planet: 0.5, false_positive: 0.25 } });
    for (const state of [FEW, MANY]) {
      expect([0.3, 0.7, 0.9].map((probability) => curves.of(probability, KEPLER, state))).toEqual([
        false_positive,
        both,
        planet,
      ]);
    }
    expect(curves.of(0.99, TESS, MANY)).toBe(both);
  });
});

describe('the probability', () => {
  it('is the logistic function of the log-odds, rounded to 6 decimals', () => {
    expect([0, Math.log(3), -Math.log(3), 2.5, -50, 800].map(probabilityOf)).toEqual([0.5, 0.75, 0.25, 0.924142, 0, 1]);
  });
});
