import { type CandidateTable, COLUMN_INDEX } from '@exoplanet/contracts';
import { seededNormal } from '@exoplanet/seeded-random';
import { ContentHash } from './content-hash';
import { type Spread, spreadsOf } from './spreads';

const SEED = 0x6b6f69;
/** A value outside the physical range is drawn again, at most this often; then the supplied value stays. */
const MAX_ATTEMPTS = 64;

/**
 * Draws candidates within the errors of one row: each value with an error from a split normal distribution (σ is `err_low` below
 * the value and `err_high` above; one error alone is used on both sides), within the field's physical range. Values that physics
 * relates (`RELATIONS`) are drawn together. The seed is a hash of the row, so the same row always gets the same draws.
 * @returns [draws × columns], or undefined when no supplied value has an error
 */
export function drawWithinErrors(table: CandidateTable, row: number, draws: number): CandidateTable | undefined {
  const { columns } = table;
  const given = table.values.subarray(row * columns.length, (row + 1) * columns.length);
  const spreads = spreadsOf(columns, given);
  if (spreads.length === 0) return undefined;
  const normal = seededNormal(seedOf(columns, given));
  const values = new Float32Array(draws * columns.length);
  const followed = new Set(spreads.flatMap(({ follows }) => follows.map(([column]) => column)));
  const shifts = new Float64Array(columns.length);
  for (let draw = 0; draw < draws; draw++) {
    const drawn = values.subarray(draw * columns.length, (draw + 1) * columns.length);
    drawn.set(given);
    for (const spread of spreads) {
      const { column } = spread;
      drawn[column] = drawOne(spread, shifts, normal);
      if (followed.has(column)) shifts[column] = Math.log(drawn[column] / given[column]);
    }
  }
  return { columns, rows: draws, values };
}

/** @param shifts of the values that were drawn before and are followed: the logarithm of the drawn value over the supplied one */
function drawOne(spread: Spread, shifts: Float64Array, normal: () => number): number {
  const { value, own, allowed } = spread;
  const centre = centreOf(spread, shifts);
  for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
    const deviation = normal();
    const one = Math.fround(centre + deviation * own[deviation < 0 ? 0 : 1]);
    if (allowed(one)) return one;
  }
  return value;
}

/** The value shifted with the values that it follows. */
function centreOf({ value, follows, logarithmic }: Spread, shifts: Float64Array): number {
  if (follows.length === 0) return value;
  let shift = 0;
  for (const [column, power] of follows) shift += power * shifts[column];
  return logarithmic ? value + shift / Math.LN10 : value * Math.exp(shift);
}

function seedOf(columns: readonly string[], given: Float32Array): number {
  const hash = new ContentHash(SEED);
  const bits = new Uint32Array(Float32Array.from(given).buffer);
  columns.forEach((name, column) => {
    if (!Number.isNaN(given[column])) hash.add(COLUMN_INDEX.get(name)!).add(bits[column]);
  });
  return hash.value;
}
