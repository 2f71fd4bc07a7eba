import { CatalogueError, readCatalogue } from '@exoplanet/catalog';
import { type ImportRow } from '@exoplanet/catalog-store';
import {
  AppError,
  type CandidateRow,
  type CatalogColumn,
  type CatalogMapping,
  contentProblems,
  formProblems,
  type RowRefusal,
} from '@exoplanet/contracts';

/** An uploaded table while it is read. */
export interface OpenTable {
  kind: string;
  detection: Readonly<Record<string, unknown>>;
  columns: Omit<CatalogColumn, 'type'>[];
  rows: AsyncIterable<ImportRow>;
}

/** Reads an uploaded table row by row. @throws AppError CATALOG_INVALID, also while rows are read */
export async function openTable(bytes: AsyncIterable<Uint8Array>, mapping?: CatalogMapping): Promise<OpenTable> {
  const table = await readCatalogue(bytes, mapping?.source ? { source: mapping.source } : {}).catch(rethrow);
  const ignored = new Set(table.ignored);
  return {
    kind: table.kind,
    detection: { kind: table.kind, dialect: 'delimited', title: table.title },
    columns: table.columns.map((name) => ({ name, role: ignored.has(name) ? 'kept' : 'used' })),
    rows: rowsOf(table.rows),
  };
}

async function* rowsOf(rows: Awaited<ReturnType<typeof readCatalogue>>['rows']): AsyncGenerator<ImportRow> {
  try {
    for await (const { candidate, line, original } of rows) {
      const error = refusalOf(candidate);
      yield error ? { line, cells: original, error } : { line, cells: original, candidate };
    }
  } catch (error) {
    rethrow(error);
  }
}

function refusalOf(candidate: CandidateRow): RowRefusal | undefined {
  const form = formProblems(candidate);
  const [first] = form.length > 0 ? form : contentProblems(candidate);
  if (!first) return undefined;
  const value = candidate[first.field];
  return {
    code: 'VALIDATION_FAILED',
    ...(first.field ? { column: first.field } : {}),
    ...(typeof value === 'string' || typeof value === 'number' ? { value: String(value).slice(0, 200) } : {}),
    detail: first.message,
  };
}

function rethrow(error: unknown): never {
  throw error instanceof CatalogueError ? new AppError('CATALOG_INVALID', error.message) : error;
}
