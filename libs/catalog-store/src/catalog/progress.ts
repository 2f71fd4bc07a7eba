import type { CatalogState } from '@exoplanet/contracts';
import { explainPartRows, PART_ROWS } from './object-names';
import type { CatalogContent } from './stored-catalog';

/** Progress of the work on a catalogue, derived from the files in its folder, so it is the same for every reader. */
export interface CatalogProgress {
  stage: CatalogState;
  /** Fraction of all stages, 0 to 1. */
  fraction: number;
  rows_read: number;
  rows_scored: number;
  rows_explained: number;
  /** Of the current stage. */
  rows_done: number;
  rows_total?: number;
  rows_per_second: number;
  seconds_left?: number;
}

/** Share of the whole at which a stage ends; explaining takes longer than all before it. */
const READING_ENDS = 0.1;
const SCORING_ENDS = 0.3;

export function progressOf(content: CatalogContent, now = Date.now()): CatalogProgress {
  const { model, table, ranking, end } = content;
  // The last part of a table may have fewer rows, and while it is read nobody knows which part is the last.
  const rows_read = table?.rows ?? Math.max(0, content.rowParts.length - 1) * PART_ROWS;
  const rows_scored = ranking?.scored ?? (table ? rowsOf(content.scoredParts, PART_ROWS, table) : 0);
  const rows_explained = explained(content);
  const counts = { rows_read, rows_scored, rows_explained };
  const since = (started: string | undefined) => (started ? Math.max(1, now - Date.parse(started)) / 1000 : undefined);
  if (ranking) {
    const { rows } = ranking.explain;
    const stage = end?.state ?? 'explaining';
    const fraction =
      end?.state === 'completed' || rows === 0 ? 1 : SCORING_ENDS + (1 - SCORING_ENDS) * (rows_explained / rows);
    const ended = end && since(ranking.ranked_at)! - (now - Date.parse(end.at)) / 1000;
    return { stage, fraction, ...counts, ...rate(rows_explained, rows, ended ?? since(ranking.ranked_at)) };
  }
  if (table) {
    const fraction = READING_ENDS + (SCORING_ENDS - READING_ENDS) * (table.rows > 0 ? rows_scored / table.rows : 1);
    return {
      stage: end?.state ?? 'scoring',
      fraction,
      ...counts,
      ...rate(rows_scored, table.rows, since(model?.started_at)),
    };
  }
  return {
    stage: end?.state ?? 'reading',
    fraction: 0,
    ...counts,
    ...rate(rows_read, undefined, since(model?.started_at)),
  };
}

function explained({ ranking, explainedParts }: CatalogContent): number {
  return ranking ? rowsOf(explainedParts, explainPartRows(ranking.explain.rows), ranking.explain) : 0;
}

/** Rows of finished parts, of which the last one has what is left. @param size rows of every other part */
const rowsOf = (finished: readonly number[], size: number, whole: { rows: number; parts: number }): number =>
  finished.reduce((sum, part) => sum + (part === whole.parts - 1 ? whole.rows - part * size : size), 0);

function rate(
  rows_done: number,
  rows_total: number | undefined,
  seconds = 1,
): Pick<CatalogProgress, 'rows_done' | 'rows_total' | 'rows_per_second' | 'seconds_left'> {
  const rows_per_second = Math.round((rows_done / seconds) * 10) / 10;
  const left =
    rows_total === undefined || rows_done === 0 ? undefined : ((rows_total - rows_done) * seconds) / rows_done;
  return {
    rows_done,
    ...(rows_total === undefined ? {} : { rows_total }),
    rows_per_second,
    ...(left === undefined ? {} : { seconds_left: Math.round(left * 10) / 10 }),
  };
}
