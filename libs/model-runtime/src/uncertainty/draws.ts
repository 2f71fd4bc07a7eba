import { COLUMN_INDEX, LARGEST_VALUE, MEASUREMENTS, type CandidateTable } from '@exoplanet/contracts';
import { ContentHash, NormalGenerator } from './random';

const SEED = 0x6b6f69;
/** A draw outside the physical range is drawn again; after this many the given value is kept. */
const MOST_ATTEMPTS = 64;

/** A given value with an error: its column in the table, its errors (1 sigma, positive) and its physical range. */
interface Spread {
  column: number;
  value: number;
  low: number;
  high: number;
  allowed: (value: number) => boolean;
}

/**
 * Draws candidates within the errors of one row: each value that has an error is drawn on its own from a split normal
 * distribution (`err_low` wide below the value, `err_high` above; one alone counts for both), within the field's physical
 * range. The draws follow from the row's content alone, so the same row always gets the same ones.
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
    values.set(given, draw * columns.length);
    for (const spread of spreads) values[draw * columns.length + spread.column] = drawOne(spread, random);
  }
  return { columns, rows: draws, values };
}

function drawOne({ value, low, high, allowed }: Spread, random: NormalGenerator): number {
  for (let attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
    const deviation = random.next();
    const drawn = Math.fround(value + deviation * (deviation < 0 ? low : high));
    if (allowed(drawn)) return drawn;
  }
  return value;
}

function spreadsOf(columns: readonly string[], given: Float32Array): Spread[] {
  const at = (name: string) => given[columns.indexOf(name)] ?? NaN;
  return MEASUREMENTS.flatMap(({ name, exclusive_minimum, minimum, maximum }) => {
    const value = at(name);
    const errors = [at(`${name}_err_low`), at(`${name}_err_high`)];
    const low = Number.isNaN(errors[0]) ? errors[1] : errors[0];
    const high = Number.isNaN(errors[1]) ? errors[0] : errors[1];
    if (Number.isNaN(value) || !(low > 0 || high > 0)) return [];
    const above = exclusive_minimum ?? -Infinity;
    const lowest = minimum ?? -LARGEST_VALUE;
    const highest = maximum ?? LARGEST_VALUE;
    return [
      {
        column: columns.indexOf(name),
        value,
        low,
        high,
        allowed: (drawn: number) => drawn > above && drawn >= lowest && drawn <= highest,
      },
    ];
  });
}

function seedOf(columns: readonly string[], given: Float32Array): number {
  const hash = new ContentHash(SEED);
  const bits = new Uint32Array(Float32Array.from(given).buffer);
  columns.forEach((name, column) => {
    if (!Number.isNaN(given[column])) hash.add(COLUMN_INDEX.get(name)!).add(bits[column]);
  });
  return hash.value;
}
