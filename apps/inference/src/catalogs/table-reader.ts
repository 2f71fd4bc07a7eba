import { CatalogueError, readTable, type TableDetection, type TableRow } from '@exoplanet/catalog';
import type { ImportRow } from '@exoplanet/catalog-store';
import { AppError, type CatalogColumn, type CatalogMapping } from '@exoplanet/contracts';

/** An uploaded table while it is read. */
export interface OpenTable {
  detection: TableDetection;
  columns: Omit<CatalogColumn, 'type'>[];
  rows: AsyncIterable<ImportRow>;
}

/** Reads an uploaded table row by row. @throws AppError CATALOG_INVALID, also while rows are read */
export async function openTable(bytes: AsyncIterable<Uint8Array>, mapping?: CatalogMapping): Promise<OpenTable> {
  const { detection, rows } = await readTable(bytes, { mapping }).catch(rethrow);
  return {
    detection,
    columns: detection.columns.map(({ name, role, unit_from }) => ({
      name,
      role,
      ...(unit_from ? { unit: unit_from } : {}),
    })),
    rows: rowsOf(rows),
  };
}

async function* rowsOf(rows: AsyncIterable<TableRow>): AsyncGenerator<ImportRow> {
  try {
    yield* rows;
  } catch (error) {
    rethrow(error);
  }
}

function rethrow(error: unknown): never {
  throw error instanceof CatalogueError ? new AppError('CATALOG_INVALID', error.message) : error;
}
