import { contextOf } from '@exoplanet/catalog';
import {
  type CandidateRow,
  type CandidateTable,
  type ContextColumns,
  type RefusedRow,
  toTable,
} from '@exoplanet/contracts';
import type { CheckedRows } from './check-batch';

/** A batch that is ready to be sent to a worker. A thread makes it of a large body. */
export interface PreparedBatch {
  table: CandidateTable;
  /** The callers' names of the candidates, where any has one: one for each row. */
  ids?: (string | null)[];
  refused: RefusedRow[];
  /** What the rows say about each other. */
  context?: ContextColumns;
}

export function prepareBatch({ rows, refused }: CheckedRows): PreparedBatch {
  const context = contextOf(rows);
  return { table: toTable(rows), ...idsOf(rows), refused, ...(context ? { context } : {}) };
}

export function idsOf(rows: readonly CandidateRow[]): { ids?: (string | null)[] } {
  if (!rows.some((row) => typeof row.id === 'string')) return {};
  return { ids: rows.map((row) => (typeof row.id === 'string' ? row.id : null)) };
}
