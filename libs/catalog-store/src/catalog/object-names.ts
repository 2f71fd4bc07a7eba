const numbered = (part: number): string => String(part).padStart(5, '0');

/**
 * Folder of the objects derived from an upload, with the number of their format. After a change of format, a catalogue of an
 * earlier one is read and scored again when it is next requested; its votes are kept.
 */
export const DERIVED_FOLDER = 'made-3';

/** Objects and folders that belong to the catalogue itself: not the upload, nor what is derived from it. */
export const CATALOG_OBJECTS = { spec: 'spec.json', votes: 'votes', settings: 'settings' } as const;

/** Folders of the parts. */
export const PARTS = {
  rows: 'rows',
  cells: 'cells',
  scores: 'scores',
  ranked: 'ranked',
  explained: 'explained',
} as const;

/** Objects that are derived from an upload. Parts are Parquet files; the others are JSON. */
export const DERIVED_OBJECTS = {
  model: 'model.json',
  table: 'table.json',
  ranking: 'ranking.json',
  end: 'end.json',
  matches: 'matches.parquet',
  rows: (part: number) => `${PARTS.rows}/${numbered(part)}.parquet`,
  cells: (part: number) => `${PARTS.cells}/${numbered(part)}.parquet`,
  scores: (part: number) => `${PARTS.scores}/${numbered(part)}.parquet`,
  ranked: (part: number) => `${PARTS.ranked}/${numbered(part)}.parquet`,
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
