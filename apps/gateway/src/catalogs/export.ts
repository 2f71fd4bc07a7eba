import { createReadStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { Readable } from 'node:stream';
import type { CatalogContent, StoredCatalog } from '@exoplanet/catalog-store';
import type { CatalogTable } from '@exoplanet/contracts';
import type { CatalogStore } from './catalog-store.provider';
import type { ExportQueryDto } from './catalogs.dto';
import { exportColumns, exportRow } from './export-row';

export interface ExportFile {
  type: string;
  name: string;
  stream: Readable;
}

/** The rows of a catalogue as a file that is written while it is sent. */
export async function exportOf(
  catalog: StoredCatalog,
  content: CatalogContent,
  table: CatalogTable,
  { format, ...selection }: ExportQueryDto,
  store: CatalogStore,
): Promise<ExportFile> {
  const queries = await store.queries();
  const name = `${catalog.spec.name.replace(/\.(gz|csv|tsv|txt|jsonl|xml|vot|ecsv|tbl|parquet)$/gi, '')}-scored.${format}`;
  if (format === 'parquet') {
    const path = catalog.objects.scratchFile();
    await queries.writeParquet(catalog, content, table, selection, path);
    const stream = createReadStream(path);
    stream.once('close', () => void rm(path, { force: true }));
    return { type: 'application/vnd.apache.parquet', name, stream };
  }
  const rows = queries.rows(catalog, content, table, selection);
  const lines = format === 'csv' ? csvOf(rows, table) : jsonLinesOf(rows, table);
  return {
    type: format === 'csv' ? 'text/csv; charset=utf-8' : 'application/x-ndjson',
    name,
    stream: Readable.from(lines, { objectMode: false }),
  };
}

type Rows = ReturnType<Awaited<ReturnType<CatalogStore['queries']>>['rows']>;

async function* csvOf(rows: Rows, table: CatalogTable): AsyncGenerator<string> {
  const columns = exportColumns(table);
  yield columns.map(quoted).join(',') + '\n';
  for await (const chunk of rows) yield chunk.map((row) => exportRow(row, table).map(quoted).join(',') + '\n').join('');
}

async function* jsonLinesOf(rows: Rows, table: CatalogTable): AsyncGenerator<string> {
  const columns = exportColumns(table);
  for await (const chunk of rows)
    yield chunk
      .map((row) => {
        const values = exportRow(row, table);
        return JSON.stringify(Object.fromEntries(columns.map((name, index) => [name, values[index]]))) + '\n';
      })
      .join('');
}

/** One cell, quoted where a reader would otherwise split it or take it for a comment. */
function quoted(value: string | number | null): string {
  const text = value === null ? '' : String(value);
  return /[",\n\r]|^[#\s]|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
