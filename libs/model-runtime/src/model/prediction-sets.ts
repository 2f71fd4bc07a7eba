import { type ModelCard, round6, SET_BITS, SOURCES, type Thresholds } from '@exoplanet/contracts';

/** Calibrated probability from log-odds, rounded to 6 decimals. */
export function probabilityOf(logOdds: number): number {
  return round6(1 / (1 + Math.exp(-logOdds)));
}

/**
 * Conformal prediction sets by class, mission and kind of input: a class is in the set when its probability reaches the card's
 * threshold; the likelier class always is. Without a threshold on the card, no class is excluded.
 */
export class PredictionSets {
  /** [mission × state × (planet, false positive)]; 0 where no class can be excluded. */
  private readonly thresholds: Float64Array;
  private readonly states: number;

  /** @param curves thresholds by mission for answers that use views of a light curve; the same for every kind of input */
  constructor({ conformal, states }: ModelCard, curves?: Readonly<Record<string, Thresholds>>) {
    const of = (mission: string, state: string) => (curves ? curves[mission] : conformal.thresholds[mission]?.[state]);
    this.states = states.length;
    this.thresholds = Float64Array.from(
      SOURCES.flatMap((mission) =>
        states.flatMap((state) => [of(mission, state)?.planet ?? 0, of(mission, state)?.false_positive ?? 0]),
      ),
    );
  }

  /**
   * @param probability of a planet, as reported
   * @param mission position in `SOURCES`; any other number is an unknown mission
   * @param state position in the card's `states`; any other number is a row without usable fields
   * @returns `SET_BITS` of the classes
   */
  of(probability: number, mission: number, state: number): number {
    const known = state >= 0 && state < this.states;
    const place = known ? 2 * (mission * this.states + state) : NaN;
    const planet = this.thresholds[place] ?? 0;
    const falsePositive = this.thresholds[place + 1] ?? 0;
    const other = round6(1 - probability);
    const likelier = probability >= 0.5 ? SET_BITS.planet : SET_BITS.false_positive;
    return (
      likelier | (probability >= planet ? SET_BITS.planet : 0) | (other >= falsePositive ? SET_BITS.false_positive : 0)
    );
  }
}
