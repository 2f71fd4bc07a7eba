import type { components } from './generated/openapi';

export type Catalog = components['schemas']['CatalogDto'];
export type CatalogRows = components['schemas']['CatalogRowsDto'];
export type CatalogVote = components['schemas']['VoteDto'];

/** Which rows are explained after all have been scored. */
export interface CatalogOptions {
  name?: string;
  /** `none`, `top:N` or `all`. */
  explain?: string;
  model?: string;
  /** JSON: our fields, each with the column that holds it and its unit. */
  mapping?: string;
}

export const EXPORT_FORMATS = ['csv', 'ecsv', 'votable', 'jsonl', 'parquet', 'exofop'] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

/** Whether the work on a catalogue has ended. */
export const hasEnded = ({ state }: Catalog): boolean => ['completed', 'failed', 'cancelled'].includes(state);

/** A table as the form of `POST /catalogs`. */
export function catalogForm(table: Blob, name: string, options: CatalogOptions): FormData {
  const form = new FormData();
  for (const [field, value] of Object.entries(options)) if (value !== undefined) form.append(field, String(value));
  form.append('file', table, name);
  return form;
}
