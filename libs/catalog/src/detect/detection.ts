import type { CandidateRow, TableFault } from '@exoplanet/contracts';
import type { TableKind } from '../dialects/table-form';
import type { Mapping } from '../mapping';

/** What becomes of a column. */
export type ColumnRole =
  /** It is read into a field. */
  | 'used'
  /** It is passed through to the results. */
  | 'kept'
  /** It is passed through, and must never be read into a candidate: it holds the answer in some form. */
  | 'not_used'
  /** It is passed through; nobody knows what it holds. */
  | 'unknown';

export interface DetectedColumn {
  /** The name in the header, without the blanks around it. Repeated names get `.1`, `.2`, … as in pandas, and a missing name is `Unnamed: 0`. */
  name: string;
  role: ColumnRole;
  /** The field it is read into, or whose error or limit flag it is. */
  field?: string;
  /** Unit in the file and unit of the field. */
  unit_from?: string;
  unit_to?: string;
  /** Why it is not used, or what it is used for. */
  reason?: string;
  /** The field that an unknown column may hold. */
  nearest?: string;
}

/** A column whose values do not fit its unit, and what to change. */
export interface PlausibilityFinding {
  column: string;
  finding: 'duration_unit' | 'depth_unit' | 'epoch_unit' | 'errors';
  sentence: string;
  /** Merged into the mapping, it fixes the problem. */
  change: Mapping;
}

/** What a table is, before anything is scored. */
export interface TableDetection {
  kind: TableKind;
  dialect: string;
  title: string;
  /** How the cells are separated, for example `comma-separated`. */
  format: string;
  /** From 0 to 1: share of the columns that the kind of table knows, times the share of the sampled rows that can be read. */
  confidence: number;
  /** Line of the header, from 1; 0 for a table without one. */
  header_line: number;
  /** Numbers are written with a decimal comma. */
  decimal_comma: boolean;
  columns: DetectedColumn[];
  /** The first rows as they are written, and as they are read. */
  preview: { line: number; before: Record<string, string>; after?: CandidateRow; error?: TableRowError }[];
  plausibility: PlausibilityFinding[];
  /** Why the table cannot be read as it is; a mapping may fix it. */
  problem?: { code: TableFault; detail: string };
}

/** Why a row is refused. */
export interface TableRowError {
  /** The column at fault; empty if it is the whole row. */
  column: string;
  value: string;
  allowed: string;
  code: string;
  /** One sentence for people. */
  detail: string;
}
