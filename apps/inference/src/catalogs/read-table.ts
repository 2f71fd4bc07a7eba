import { tmpdir } from 'node:os';
import {
  Catalogs,
  Database,
  openObjects,
  RowParts,
  type StoreLocation,
  uploadText,
  writeMatches,
} from '@exoplanet/catalog-store';
import { AppError, type CatalogTable, type ErrorCode } from '@exoplanet/contracts';
import { openTable } from './table-reader';

export interface ReadTask {
  store: StoreLocation;
  /** Memory of the database [bytes]. */
  memory: number;
  catalog: string;
}

/** How far a table has been read: its rows so far, and the share of its bytes. */
export interface ReadProgress {
  rows: number;
  fraction: number;
}
export type ReadAnswer = { table: CatalogTable } | { problem: { code: ErrorCode; message: string } };
/** Messages of the process that reads. */
export type ReadMessage = ReadProgress | ReadAnswer | { fault: Error };

/** Minimum time between two progress messages [ms]. */
const INTERVAL = 200;

/** Reads an uploaded table and writes its rows in parts. @throws Error where the program is at fault */
export async function readUploadedTable(
  { store, memory, catalog: id }: ReadTask,
  onProgress: (progress: ReadProgress) => void,
): Promise<ReadAnswer> {
  const catalog = await new Catalogs(openObjects(store)).open(id);
  const database = await Database.open({ memory, temporary: tmpdir(), threads: 1 });
  try {
    return { table: await read() };
  } catch (error) {
    if (error instanceof AppError) return { problem: { code: error.code, message: error.message } };
    throw error;
  } finally {
    database.close();
  }

  async function read(): Promise<CatalogTable> {
    const { upload, mapping } = catalog.spec;
    let bytes = 0;
    const counted = async function* () {
      for await (const chunk of catalog.objects.stream(catalog.ownKey(upload.object))) {
        bytes += chunk.length;
        yield chunk;
      }
    };
    const text = uploadText(counted(), {
      openDatabase: () => Promise.resolve(database),
      scratchFile: () => catalog.objects.scratchFile(),
    });
    const { detection, columns, rows } = await openTable(text, mapping);
    const names = columns.map(({ name }) => name);
    const finished = new Set(await catalog.parts('rows'));
    const parts = new RowParts(catalog, database, names, finished);
    let lastReport = performance.now();
    for await (const row of rows) {
      await parts.add(row);
      if (performance.now() - lastReport < INTERVAL) continue;
      lastReport = performance.now();
      onProgress({ rows: parts.count, fraction: bytes / Math.max(1, upload.bytes) });
    }
    const count = parts.count;
    const partCount = await parts.end();
    await writeMatches(catalog, database);
    return {
      kind: detection.kind,
      detection: { ...detection },
      rows: count,
      refused: parts.refused,
      parts: partCount,
      columns: columns.map((column, index) => {
        const { numbers, texts } = parts.content[index];
        return { ...column, type: numbers > 0 && texts === 0 ? ('number' as const) : ('text' as const) };
      }),
    };
  }
}
