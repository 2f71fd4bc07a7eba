import type { Ephemeris } from './ephemeris';

/** Periods of one star that differ by less than this, relatively, are those of one object that is listed twice. */
const SAME_PERIOD = 1e-3;

/**
 * Number of objects that the catalogue has on the star of each row, the row itself included. Rows of one star with the same period
 * count once. Only names of stars and periods are read: no label, disposition or count of a catalogue.
 * @returns an entry for each row with a `star_id` and a period
 */
export function multiplicity<Key>(
  rows: readonly Pick<Ephemeris<Key>, 'key' | 'star_id' | 'period'>[],
): Map<Key, number> {
  const stars = new Map<string, { key: Key; period: number }[]>();
  for (const { key, star_id: star, period } of rows) {
    if (star == null || typeof period !== 'number' || !(period > 0)) continue;
    const members = stars.get(star);
    if (members) members.push({ key, period });
    else stars.set(star, [{ key, period }]);
  }
  const counts = new Map<Key, number>();
  for (const members of stars.values()) {
    const objects = distinct(members.map(({ period }) => period));
    for (const { key } of members) counts.set(key, objects);
  }
  return counts;
}

function distinct(periods: number[]): number {
  periods.sort((a, b) => a - b);
  return periods.filter((period, index) => index === 0 || period > periods[index - 1] * (1 + SAME_PERIOD)).length;
}
