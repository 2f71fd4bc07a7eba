/** A periodic signal of a catalogue: when it dips and, where known, where it is on the sky and how strong it is. */
export interface Ephemeris<Key> {
  /** Distinguishes the rows of a catalogue. */
  key: Key;
  /** Number of the star. Two rows with the same one are on the same star. */
  star_id?: string | null;
  /** [d] */
  period?: number | null;
  /** Mid-transit time [d], in the same time system for all rows. */
  epoch?: number | null;
  /** Right ascension [degrees]. */
  ra?: number | null;
  /** Declination [degrees]. */
  dec?: number | null;
  /** [ppm] */
  depth?: number | null;
  /** [mag] */
  star_mag?: number | null;
}

/** Periods that are compared: those of one eclipsing binary, found at its period, at half of it or at twice. */
export const PERIOD_RATIOS = [1, 2, 0.5] as const;

/** Largest relative difference of two periods that can match. */
export const MAX_PERIOD_DIFFERENCE = 2e-3;

/** Largest difference in phase that can match. */
export const MAX_PHASE_DIFFERENCE = 0.05;

/** Differences below these are rounding in the archive's tables. */
const MIN_PERIOD_DIFFERENCE = 1e-9;
const MIN_PHASE_DIFFERENCE = 1e-6;

/**
 * Difference of two epochs in phase, 0 to 0.25, to the nearer of mid-transit and half a period later, where a secondary eclipse is.
 * @param period the shorter one [d]
 */
export function phaseDifference(epoch: number, other: number, period: number): number {
  const halves = (epoch - other) / (period / 2);
  return Math.abs(halves - Math.round(halves)) / 2;
}

/**
 * How unlikely it is that two signals agree by chance: −log₁₀ of ΔP/P · Δphase · (separation / 1°)², because the number of chance
 * coincidences grows with each. Separations below 0.1° count as that: light of a bright star reaches as far in a detector.
 * Follows the period and epoch matching of Coughlin et al. 2014 (AJ 147, 119).
 */
export function matchStrength(periodDifference: number, phase: number, separationDegrees: number): number {
  return -(
    Math.log10(Math.max(periodDifference, MIN_PERIOD_DIFFERENCE)) +
    Math.log10(Math.max(phase, MIN_PHASE_DIFFERENCE)) +
    2 * Math.log10(Math.max(separationDegrees, 0.1))
  );
}
