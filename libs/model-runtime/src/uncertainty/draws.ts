import { type CandidateTable, COLUMN_INDEX } from '@exoplanet/contracts';
import { ContentHash, NormalGenerator } from './random';
import { type Spread, spreadsOf } from './spreads';

const SEED = 0x6b6f69;
/** A draw outside the physical range is drawn again; after this many the given value is kept. */
const MOST_ATTEMPTS = 64;

/**
 * Draws candidates within the errors of one row: each value that has an error from a split normal distribution (`err_low` wide
 * below the value, `err_high` above; one alone counts for both), within the field's physical range. Values that physics ties
 * together (`RELATIONS`) are drawn together. The draws follow from the row's content alone, so the same row always gets the
 * same ones.
 * @returns [draws × columns], or undefined when no given value has an error
 */
export function drawWithinErrors(table: CandidateTable, row: number, draws: number): CandidateTable | undefined {
  const { columns } = table;
  const given = table.values.subarray(row * columns.length, (row + 1) * columns.length);
  const spreads = spreadsOf(columns, given);
  if (spreads.length === 0) return undefined;
  const random = new NormalGenerator(seedOf(columns, given));
  const values = new Float32Array(draws * columns.length);
  for (let draw = 0; draw < draws; draw++) {
    const drawn = values.subarray(draw * columns.length, (draw + 1) * columns.length);
    drawn.set(given);
    for (const spread of spreads) drawn[spread.column] = drawOne(spread, given, drawn, random);
  }
  return { columns, rows: draws, values };
}

function drawOne(spread: Spread, given: Float32Array, drawn: Float32Array, random: NormalGenerator): number {
  const { value, own, allowed } = spread;
  const centre = centreOf(spread, given, drawn);
  for (let attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
    const deviation = random.next();
    const one = Math.fround(centre + deviation * own[deviation < 0 ? 0 : 1]);
    if (allowed(one)) return one;
  }
  return value;
}

/** The value moved along with those that it follows. */
function centreOf({ value, follows, logarithmic }: Spread, given: Float32Array, drawn: Float32Array): number {
  let factor = 1;
  for (const [column, power] of follows) factor *= (drawn[column] / given[column]) ** power;
  return logarithmic ? value + Math.log10(factor) : value * factor;
}

function seedOf(columns: readonly string[], given: Float32Array): number {
  const hash = new ContentHash(SEED);
  const bits = new Uint32Array(Float32Array.from(given).buffer);
  columns.forEach((name, column) => {
    if (!Number.isNaN(given[column])) hash.add(COLUMN_INDEX.get(name)!).add(bits[column]);
  });
  return hash.value;
}
