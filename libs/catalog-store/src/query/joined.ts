import type { Relations } from './relations';
import type { Relation } from './row-query';

/** The relations that a query reads, joined by the key of the row, with an entry for each row of the catalogue. */
export function joined(relations: Relations, read: ReadonlySet<Relation>): string {
  const { rows, results, ranked, explanations, votes } = relations;
  const join = (relation: Relation, table: string) =>
    read.has(relation) ? ` LEFT JOIN ${table} ${relation} USING (key)` : '';
  const others = join('e', explanations) + join('v', votes);
  if (ranked === undefined) return `${rows} r${join('s', results)}${others}`;
  // Once ranked, the results have every row, so the uploaded rows are read only where their columns are. The two stand in the
  // same order, and need no join by key, which would hold one of them in memory.
  if (!read.has('r')) return `${results} s${others}`;
  return `${rows} r${read.has('s') ? ` POSITIONAL JOIN ${ranked} s` : ''}${others}`;
}

const ALL: ReadonlySet<Relation> = new Set<Relation>(['r', 's', 'e', 'v']);

/** Every relation, of the rows that the catalogue has. */
export const everything = (relations: Relations): string => joined(relations, ALL);

const ROWS_AND_RESULTS: ReadonlySet<Relation> = new Set<Relation>(['r', 's']);

/** The uploaded rows with their results. */
export const rowsWithResults = (relations: Relations): string => joined(relations, ROWS_AND_RESULTS);
