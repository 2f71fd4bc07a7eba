import {
  type CandidateRow,
  type CandidateTable,
  COLUMNS,
  DIAGNOSTICS,
  MEASUREMENTS,
  type PredictCommand,
  type PredictOptions,
  SOURCES,
  toTable,
} from '@exoplanet/contracts';
import { seededNormal } from '@exoplanet/seeded-random';

/** Made candidates: about half of the fields, most with errors, one row in three with diagnostics. The same in every run. */
export function madeCandidates(count: number, seed = 1): CandidateRow[] {
  const normal = seededNormal(seed);
  const chance = (share: number) => Math.abs(normal()) < 0.6745 * 2 * share;
  return Array.from({ length: count }, (_, index) => {
    const row: CandidateRow = { source: SOURCES[index % SOURCES.length], period: Math.exp(normal()) };
    for (const { name, example = 10, errors } of MEASUREMENTS) {
      if (!chance(0.5)) continue;
      row[name] = Math.abs(example) * Math.exp(0.3 * normal());
      if (errors && chance(0.7)) row[`${name}_err`] = 0.1 * (row[name] as number);
    }
    if (index % 3 === 0)
      row.diagnostics = Object.fromEntries(DIAGNOSTICS.filter(() => chance(0.5)).map(({ name }) => [name, normal()]));
    return row;
  });
}

export const madeTable = (count: number, seed?: number): CandidateTable => toTable(madeCandidates(count, seed));

/** Rows of a table, as a table of their own. */
export function rowsOf({ columns, values }: CandidateTable, from: number, rows: number): CandidateTable {
  return { columns, rows, values: values.slice(from * columns.length, (from + rows) * columns.length) };
}

export const commandOf = (table: CandidateTable, options: PredictOptions = {}): PredictCommand => ({ options, table });

/** Every column given. */
export function fullTable(rows: number): CandidateTable {
  const values = Float32Array.from({ length: rows * COLUMNS.length }, (_, i) =>
    i % COLUMNS.length === 0 ? 0 : 1 + (i % 7),
  );
  return { columns: [...COLUMNS], rows, values };
}
