import type { components } from '@exoplanet/client';

export type Catalog = components['schemas']['CatalogDto'];
export type CatalogRow = components['schemas']['CatalogRowDto'];

/** Our field ← the column that holds it, with its unit where that is not ours. */
export interface Mapping {
  fields?: Record<string, { column: string | null; unit?: string } | undefined>;
  source?: 'KEPLER' | 'TESS' | 'K2';
}

/** How a table was understood, as `POST /catalogs/detect` answers. */
export interface Detection {
  kind: string;
  title: string;
  format: string;
  confidence: number;
  header_line: number;
  columns: {
    name: string;
    role: 'used' | 'kept' | 'not_used' | 'unknown';
    field?: string;
    unit_from?: string;
    unit_to?: string;
    reason?: string;
    nearest?: string;
  }[];
  preview: {
    line: number;
    before: Record<string, string>;
    after?: Record<string, unknown>;
    error?: { detail: string };
  }[];
  plausibility: { column: string; sentence: string; change: Mapping }[];
  problem?: { code: string; detail: string };
}

/** Two mappings as one; the second wins. */
export const merged = (first: Mapping, second: Mapping): Mapping => ({
  ...first,
  ...second,
  fields: { ...first.fields, ...second.fields },
});

/** Columns of the API that are neither results nor uploaded. */
const OF_EVERY_ROW = ['key', 'line'];

/** The name by which the API takes an uploaded column: one with the name of a result would be taken for the result. */
export const apiName = ({ columns }: Pick<Catalog, 'columns'>, uploaded: string): string =>
  OF_EVERY_ROW.includes(uploaded) || columns.some(({ name, role }) => role === 'result' && name === uploaded)
    ? `uploaded.${uploaded}`
    : uploaded;

/** The uploaded column that a field is read from. */
export const columnOf = (detection: Detection | null, field: string): string | undefined =>
  detection?.columns.find((column) => column.role === 'used' && column.field === field)?.name;
