import { SET_BITS, SOURCES, round6, type ModelCard } from '@exoplanet/contracts';

/** Calibrated probability of log-odds, rounded to 6 decimals. */
export function probabilityOf(logOdds: number): number {
  return round6(1 / (1 + Math.exp(-logOdds)));
}

/**
 * Conformal prediction sets per class and mission: a class is in the set when its probability reaches the card's threshold,
 * and the likelier class always is. Where the card has no threshold for the mission, no class can be excluded.
 */
export class PredictionSets {
  /** [mission × (planet, false positive)]; 0 where no class can be excluded. */
  private readonly thresholds: Float64Array;

  constructor({ conformal }: ModelCard, thresholds = conformal.thresholds) {
    this.thresholds = Float64Array.from(
      SOURCES.flatMap((mission) => [
        thresholds[mission]?.planet ?? 0,
        thresholds[mission]?.false_positive ?? 0,
      ]),
    );
  }

  /**
   * @param probability of a planet, as reported
   * @param mission position in `SOURCES`; anything else is an unknown mission
   * @returns `SET_BITS` of the classes
   */
  of(probability: number, mission: number): number {
    const planet = this.thresholds[2 * mission] ?? 0;
    const falsePositive = this.thresholds[2 * mission + 1] ?? 0;
    const other = round6(1 - probability);
    const likelier = probability >= 0.5 ? SET_BITS.planet : SET_BITS.false_positive;
    return (
      likelier | (probability >= planet ? SET_BITS.planet : 0) | (other >= falsePositive ? SET_BITS.false_positive : 0)
    );
  }
}
