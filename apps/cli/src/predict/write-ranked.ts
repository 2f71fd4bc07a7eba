import { extname } from 'node:path';
import { type ExportRow, rankRows, toCsv } from '@exoplanet/catalog';

export const FORMATS = ['csv', 'json', 'ndjson'] as const;
export type Format = (typeof FORMATS)[number];

const BY_EXTENSION: Record<string, Format> = {
  '.csv': 'csv',
  '.json': 'json',
  '.ndjson': 'ndjson',
  '.jsonl': 'ndjson',
};

/** The format by the extension of the file name, CSV by default. */
export const formatOf = (file: string | undefined): Format => BY_EXTENSION[extname(file ?? '').toLowerCase()] ?? 'csv';

/** Answered rows as text, highest probability first. */
export function rankedText(rows: readonly ExportRow[], format: Format): string {
  if (format === 'csv') return toCsv(rows);
  const entries = rankRows(rows).map(({ rank, candidate, prediction, error }) => ({
    rank,
    candidate,
    ...(prediction ? { prediction } : {}),
    ...(error ? { error } : {}),
  }));
  return format === 'json'
    ? `${JSON.stringify(entries, null, 2)}\n`
    : entries.map((entry) => `${JSON.stringify(entry)}\n`).join('');
}
