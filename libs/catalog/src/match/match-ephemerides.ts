import {
  type Ephemeris,
  matchStrength,
  MAX_PERIOD_DIFFERENCE,
  MAX_PHASE_DIFFERENCE,
  PERIOD_RATIOS,
  phaseDifference,
} from './ephemeris';
import { separationOf, type Signal, signalOf } from './signal';

/** Another row of the catalogue that has the same ephemeris. */
export interface EphemerisMatch<Key> {
  parent: Key;
  /** Undefined where a position is missing, which only happens on the same star. */
  separation_arcsec?: number;
  /** −log₁₀ of the chance of a coincidence, up to a factor; at least `MIN_MATCH`. */
  match: number;
  /** Period of the row over that of the parent: 1, 2 or 0.5. */
  period_ratio: number;
  /** Whether both are on one star: then it is one object twice, or one signal found twice, and no contamination. */
  same_star: boolean;
  /** Whether the parent takes more light away, so that it can be the source; undefined where a depth or magnitude is missing. */
  weaker?: boolean;
}

/** Weakest match that counts. On the KOI table 98.8 % of the labelled rows above it are false positives. */
const MIN_MATCH = 7;

/** Stars that are farther apart do not contaminate each other's photometry [degrees]. */
const MAX_SEPARATION = 1;
/** Positions that are closer are those of one star under two names [degrees]. */
const SAME_POSITION = 1 / 3600;
/** Rows compared on each side of a period. It bounds the time for a catalogue in which all periods are alike. */
const MAX_NEIGHBOURS = 256;

/**
 * Finds rows whose signal is likely that of another row: same period, twice or half of it, same phase, within 1° on the sky or on
 * the same star. Another star comes before the same star, then the one that takes more light away, then the better match.
 *
 * Time: O(n log n). Rows without period or epoch match nothing, and rows without position only others of their star.
 */
export function matchEphemerides<Key>(rows: readonly Ephemeris<Key>[]): Map<Key, EphemerisMatch<Key>> {
  const signals = rows.flatMap((row) => signalOf(row) ?? []).sort((a, b) => a.period - b.period);
  const periods = Float64Array.from(signals, ({ period }) => period);
  const matches = new Map<Key, EphemerisMatch<Key>>();
  for (const signal of signals) {
    let best: Found<Key> | undefined;
    for (const ratio of PERIOD_RATIOS) {
      const [from, to] = neighbours(periods, signal.period / ratio);
      for (let index = from; index < to; index++) {
        const found = signals[index] === signal ? undefined : compare(signal, signals[index], ratio);
        if (found && (!best || isLikelier(found, best))) best = found;
      }
    }
    if (best) matches.set(signal.key, matchOf(signal, best));
  }
  return matches;
}

/** A row that matches another. */
interface Found<Key> {
  other: Signal<Key>;
  ratio: number;
  degrees: number | undefined;
  sameStar: boolean;
  match: number;
}

/** Range of positions in the sorted periods that are close enough to one. */
function neighbours(periods: Float64Array, period: number): [from: number, to: number] {
  const middle = firstAtLeast(periods, period);
  const from = firstAtLeast(periods, period * (1 - MAX_PERIOD_DIFFERENCE));
  const to = firstAtLeast(periods, period * (1 + MAX_PERIOD_DIFFERENCE));
  return [Math.max(from, middle - MAX_NEIGHBOURS), Math.min(to, middle + MAX_NEIGHBOURS)];
}

function firstAtLeast(sorted: Float64Array, value: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (sorted[middle] < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Undefined where two signals do not match. The cheap comparisons come first. */
function compare<Key>(signal: Signal<Key>, other: Signal<Key>, ratio: number): Found<Key> | undefined {
  const phase = phaseDifference(signal.epoch, other.epoch, Math.min(signal.period, other.period));
  if (phase > MAX_PHASE_DIFFERENCE) return undefined;
  const difference = Math.abs(signal.period - ratio * other.period) / signal.period;
  if (matchStrength(difference, phase, 0) < MIN_MATCH) return undefined;
  const degrees = separationOf(signal, other);
  const sameStar =
    (signal.star !== undefined && signal.star === other.star) || (degrees !== undefined && degrees < SAME_POSITION);
  if (!sameStar && (degrees === undefined || degrees > MAX_SEPARATION)) return undefined;
  const match = matchStrength(difference, phase, sameStar ? 0 : degrees!);
  return match < MIN_MATCH ? undefined : { other, ratio, degrees, sameStar, match };
}

function isLikelier(found: Found<unknown>, best: Found<unknown>): boolean {
  if (found.sameStar !== best.sameStar) return best.sameStar;
  const more = (found.other.taken ?? 0) - (best.other.taken ?? 0);
  return more === 0 ? found.match > best.match : more > 0;
}

function matchOf<Key>(
  signal: Signal<Key>,
  { other, ratio, degrees, sameStar, match }: Found<Key>,
): EphemerisMatch<Key> {
  return {
    parent: other.key,
    ...(degrees === undefined ? {} : { separation_arcsec: degrees * 3600 }),
    match,
    period_ratio: ratio,
    same_star: sameStar,
    ...(signal.taken === undefined || other.taken === undefined ? {} : { weaker: signal.taken < other.taken }),
  };
}
