const numbered = (part: number): string => String(part).padStart(5, '0');

/**
 * Folder of what is made of the upload. Its number is that of the format of these objects: where a version changes it, a catalogue
 * of an earlier one is read and scored again when it is next asked for, and keeps its votes.
 */
const MADE = 'made-2';

/** Folders of the parts. */
export const PARTS = { rows: `${MADE}/rows`, scores: `${MADE}/scores`, explained: `${MADE}/explained` } as const;

/** Keys of the objects of one catalogue, below its folder. Parts are Parquet files; the others are JSON. */
export const OBJECTS = {
  spec: 'spec.json',
  votes: 'votes',
  settings: 'settings',
  model: `${MADE}/model.json`,
  table: `${MADE}/table.json`,
  ranking: `${MADE}/ranking.json`,
  end: `${MADE}/end.json`,
  ranked: `${MADE}/ranked.parquet`,
  matches: `${MADE}/matches.parquet`,
  rows: (part: number) => `${PARTS.rows}/${numbered(part)}.parquet`,
  scores: (part: number) => `${PARTS.scores}/${numbered(part)}.parquet`,
  explained: (part: number) => `${PARTS.explained}/${numbered(part)}.parquet`,
  explainedRow: (key: number) => `${PARTS.explained}/row-${key}.parquet`,
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
