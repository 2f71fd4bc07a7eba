import { type CandidateRow, type ContextColumns, MATCH_RELATIONS, type MatchRelation } from '@exoplanet/contracts';
import { type EphemerisMatch, matchEphemerides } from './match-ephemerides';
import { multiplicity } from './multiplicity';

/** What the rows of a batch say about each other; undefined where they say nothing. */
export function contextOf(rows: readonly CandidateRow[]): ContextColumns | undefined {
  const signals = rows.map((row, key) => ({ ...(row as Ephemerides), key }));
  return toContextColumns(
    signals.map(({ key }) => key),
    matchEphemerides(signals),
    multiplicity(signals),
  );
}

/** The fields of a candidate that are compared; validation has seen to their types. */
interface Ephemerides {
  star_id?: string | null;
  period?: number | null;
  epoch?: number | null;
  ra?: number | null;
  dec?: number | null;
  depth?: number | null;
  star_mag?: number | null;
}

/**
 * Matches and multiplicities of some rows of a catalogue as columns; undefined where the rows have none.
 * @param keys of the rows, in order
 */
function toContextColumns(
  keys: readonly number[],
  matches: ReadonlyMap<number, EphemerisMatch<number>>,
  multiplicities: ReadonlyMap<number, number>,
): ContextColumns | undefined {
  const entries = keys.flatMap((key, row) => {
    const match = matches.get(key);
    const objects = multiplicities.get(key) ?? 0;
    return match || objects > 1 ? [{ row, match, objects }] : [];
  });
  if (entries.length === 0) return undefined;
  return {
    row: Uint32Array.from(entries, ({ row }) => row),
    parent: Int32Array.from(entries, ({ match }) => match?.parent ?? -1),
    separation: Float32Array.from(entries, ({ match }) => match?.separation_arcsec ?? NaN),
    match: Float32Array.from(entries, ({ match }) => match?.match ?? NaN),
    ratio: Float32Array.from(entries, ({ match }) => match?.period_ratio ?? NaN),
    relation: Uint8Array.from(entries, ({ match }) => MATCH_RELATIONS.indexOf(match ? relationOf(match) : 'unknown')),
    objects: Uint16Array.from(entries, ({ objects }) => Math.min(objects, 0xffff)),
  };
}

function relationOf({ same_star: sameStar, weaker }: EphemerisMatch<number>): MatchRelation {
  if (sameStar) return 'same_star';
  if (weaker === undefined) return 'unknown';
  return weaker ? 'weaker' : 'stronger';
}
