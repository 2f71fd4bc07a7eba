const numbered = (part: number): string => String(part).padStart(5, '0');

/** Keys of the objects of one catalogue, below its folder. Parts are Parquet files; the others are JSON. */
export const OBJECTS = {
  spec: 'spec.json',
  model: 'model.json',
  table: 'table.json',
  ranking: 'ranking.json',
  end: 'end.json',
  ranked: 'ranked.parquet',
  matches: 'matches.parquet',
  votes: 'votes',
  settings: 'settings',
  rows: (part: number) => `rows/${numbered(part)}.parquet`,
  scores: (part: number) => `scores/${numbered(part)}.parquet`,
  explained: (part: number) => `explained/${numbered(part)}.parquet`,
  explainedRow: (key: number) => `explained/row-${key}.parquet`,
} as const;

/** Rows of one part. */
export const PART_ROWS = 25_000;

/** Minimum and maximum number of rows that one job explains, and the number of jobs that a catalogue is split into between these limits. */
const MIN_EXPLAIN_ROWS = 200;
const MAX_EXPLAIN_ROWS = 2000;
const EXPLAIN_PARTS = 100;

/** Number of rows that one job explains, by the number of rows to be explained. */
export const explainPartRows = (rows: number): number =>
  Math.min(MAX_EXPLAIN_ROWS, Math.max(MIN_EXPLAIN_ROWS, Math.ceil(rows / EXPLAIN_PARTS)));
