import type { FieldError } from '../errors/app-error';
import type { ErrorCode } from '../errors/catalogue';
import type { ModelReferenceDto } from '../predictions/prediction.dto';

/** Which rows are explained after all have been scored: none, those that rank highest, or all. */
export type ExplainChoice = 'none' | 'all' | `top:${number}`;

/** Our field ← the column of the table that holds it, with its unit where that is not ours. */
export interface CatalogMapping {
  fields?: Record<string, { column: string | null; unit?: string }>;
  source?: 'KEPLER' | 'TESS' | 'K2';
}

/** Options and facts that are fixed when a catalogue is uploaded. */
export interface CatalogSpec {
  catalog_id: string;
  task_id: string;
  /** Name of the API key that owns it. */
  owner?: string;
  name: string;
  created_at: string;
  upload: { object: string; bytes: number; sha256: string };
  mapping?: CatalogMapping;
  explain: ExplainChoice;
  /** Model that was asked for. */
  model?: string;
}

export const COLUMN_ROLES = ['used', 'kept', 'not_used', 'unknown', 'result'] as const;
export type ColumnRole = (typeof COLUMN_ROLES)[number];

/** One column of a catalogue: of the upload, or one of ours. */
export interface CatalogColumn {
  name: string;
  /** `number` where every value that is not missing is one. */
  type: 'number' | 'text';
  unit?: string;
  role: ColumnRole;
}

/** Facts that are known once the table has been read. */
export interface CatalogTable {
  kind: string;
  /** What `POST /catalogs/detect` answers for the upload. */
  detection: Readonly<Record<string, unknown>>;
  columns: CatalogColumn[];
  rows: number;
  refused: number;
  /** Number of parts; each has the same number of rows but the last. */
  parts: number;
}

/** Why a row was refused. */
export interface RowRefusal {
  code: string;
  column?: string;
  value?: string;
  allowed?: string;
  detail: string;
  errors?: FieldError[];
}

export interface CatalogCounts {
  likely_planet: number;
  likely_false_positive: number;
  undecided: number;
  refused: number;
}

/** Facts that are known once every row has its rank. */
export interface CatalogRanking {
  counts: CatalogCounts;
  scored: number;
  /** Number of the rows that are explained after this, in rank order, and in how many parts. */
  explain: { rows: number; parts: number };
  ranked_at: string;
}

/** The model that scores a catalogue: one version for all of its rows. */
export interface CatalogModel extends ModelReferenceDto {
  started_at: string;
}

/** How the work on a catalogue ended. */
export type CatalogEnd =
  | { state: 'completed'; at: string }
  | { state: 'cancelled'; at: string }
  | { state: 'failed'; at: string; error: { code: ErrorCode; message: string } };
