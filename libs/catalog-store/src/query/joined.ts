import type { Relations } from './relations';
import type { Relation } from './row-query';

/** The relations that a query reads, joined by the key of the row, with an entry for each row of the catalogue. */
export function joined(relations: Relations, read: ReadonlySet<Relation>): string {
  const { rows, results, explanations, isRanked } = relations;
  const others = [
    ...(read.has('s') || isRanked ? [`LEFT JOIN ${results} s USING (key)`] : []),
    ...(read.has('e') ? [`LEFT JOIN ${explanations} e USING (key)`] : []),
  ];
  // Once ranked, the results have every row, so the uploaded rows are read only where their columns are.
  if (isRanked && !read.has('r'))
    return `${results} s ${read.has('e') ? `LEFT JOIN ${explanations} e USING (key)` : ''}`;
  return `${rows} r ${(isRanked && !read.has('s') ? others.slice(1) : others).join(' ')}`;
}
