import { type CandidateRow, type ContextColumns, MATCH_RELATIONS, type MatchRelation } from '@exoplanet/contracts';
import type { Ephemeris } from './ephemeris';
import { type EphemerisMatch, matchEphemerides } from './match-ephemerides';
import { multiplicity } from './multiplicity';

/** What the rows of a batch say about each other, by row; undefined where they say nothing. */
export function contextOf(rows: readonly CandidateRow[]): ContextColumns | undefined {
  const signals = rows.flatMap((row, key) => comparedFields(row, key) ?? []);
  if (signals.length < 2) return undefined;
  const [matches, objectsOf] = [matchEphemerides(signals), multiplicity(signals)];
  const entries = signals.flatMap(({ key }) => {
    const match = matches.get(key);
    const objects = objectsOf.get(key) ?? 0;
    return match || objects > 1 ? [{ row: key, match, objects }] : [];
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

/** What is compared of a row; undefined where its star is neither named nor placed. Validation has checked the types. */
function comparedFields(row: CandidateRow, key: number): Ephemeris<number> | undefined {
  const { star_id, period, epoch, ra, dec, depth, star_mag } = row as Omit<Ephemeris<number>, 'key'>;
  if (star_id == null && ra == null) return undefined;
  return { key, star_id, period, epoch, ra, dec, depth, star_mag };
}

/** How a row relates to the one that has the same ephemeris. */
export function relationOf({ same_star: sameStar, weaker }: EphemerisMatch<number>): MatchRelation {
  if (sameStar) return 'same_star';
  if (weaker === undefined) return 'unknown';
  return weaker ? 'weaker' : 'stronger';
}
