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
 * @returns the values of each column that varies, [draws]; none when no supplied value has an error
 */
export function drawWithinErrors(table: CandidateTable, row: number, draws: number): Map<string, Float32Array> {
  const { columns } = table;
  const given = table.values.subarray(row * columns.length, (row + 1) * columns.length);
  const spreads = spreadsOf(columns, given);
  const normal = seededNormal(seedOf(columns, given));
  const followed = new Set(spreads.flatMap(({ follows }) => follows.map(([column]) => column)));
  const shifts = new Map<string, Float64Array>();
  const all = new Float32Array(spreads.length * draws);
  const drawn = new Map<string, Float32Array>();
  for (const spread of spreads) {
    const { column, value } = spread;
    const centres = centresOf(spread, shifts, draws);
    const values = all.subarray(drawn.size * draws, (drawn.size + 1) * draws);
    for (let draw = 0; draw < draws; draw++) values[draw] = drawOne(spread, centres ? centres[draw] : value, normal);
    if (followed.has(column)) shifts.set(column, shiftsOf(values, value));
    drawn.set(column, values);
  }
  return drawn;
}

function drawOne({ value, low, high, allowed }: Spread, centre: number, normal: () => number): number {
  for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
    const deviation = normal();
    const one = Math.fround(centre + deviation * (deviation < 0 ? low : high));
    if (one > allowed.above && one >= allowed.minimum && one <= allowed.maximum) return one;
  }
  return value;
}

/**
 * The value shifted with the values that it follows, [draws]; undefined if it follows none.
 * @param shifts by column: logarithms of the drawn values over the supplied one
 */
function centresOf(
  { value, follows, logarithmic }: Spread,
  shifts: ReadonlyMap<string, Float64Array>,
  draws: number,
): Float64Array | undefined {
  if (follows.length === 0) return undefined;
  const centres = new Float64Array(draws);
  for (const [column, power] of follows) {
    const own = shifts.get(column)!;
    for (let draw = 0; draw < draws; draw++) centres[draw] += power * own[draw];
  }
  for (let draw = 0; draw < draws; draw++)
    centres[draw] = logarithmic ? value + centres[draw] / Math.LN10 : value * Math.exp(centres[draw]);
  return centres;
}

function shiftsOf(values: Float32Array, value: number): Float64Array {
  const shifts = new Float64Array(values.length);
  for (let draw = 0; draw < shifts.length; draw++) shifts[draw] = Math.log(values[draw] / value);
  return shifts;
}

function seedOf(columns: readonly string[], given: Float32Array): number {
  const hash = new ContentHash(SEED);
  const bits = new Uint32Array(Float32Array.from(given).buffer);
  columns.forEach((name, column) => {
    if (!Number.isNaN(given[column])) hash.add(COLUMN_INDEX.get(name)!).add(bits[column]);
  });
  return hash.value;
}
