import type { Relations } from './relations';
import type { Relation } from './row-query';

/** The relations that a query reads, joined by the key of the row, with an entry for each row of the catalogue. */
export function joined(relations: Relations, read: ReadonlySet<Relation>): string {
  const { rows, results, explanations, votes, isRanked } = relations;
  // Once ranked, the results have every row, so the uploaded rows are read only where their columns are.
  const first = isRanked && !read.has('r') ? `${results} s` : `${rows} r`;
  const join = (relation: Relation, table: string) =>
    read.has(relation) && !first.endsWith(` ${relation}`) ? ` LEFT JOIN ${table} ${relation} USING (key)` : '';
  return first + join('s', results) + join('e', explanations) + join('v', votes);
}

/** Every relation, of the rows that the catalogue has. */
export const everything = ({ rows, results, explanations, votes }: Relations): string =>
  `${rows} r LEFT JOIN ${results} s USING (key) LEFT JOIN ${explanations} e USING (key) LEFT JOIN ${votes} v USING (key)`;
