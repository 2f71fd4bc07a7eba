import type { DuckDBConnection } from '@duckdb/node-api';
import { type CandidateTable, COLUMNS } from '@exoplanet/contracts';
import { DERIVED_OBJECTS, PART_ROWS } from '../catalog/object-names';
import type { StoredCatalog } from '../catalog/stored-catalog';
import { type Database, literal, parquet } from '../database/database';
import { fieldColumn } from './row-parts';

/** Rows of a catalogue that a model can read. */
export interface StoredCandidates {
  keys: Int32Array;
  table: CandidateTable;
}

/** The usable rows of one part, by key. */
export async function candidatesOfPart(
  catalog: StoredCatalog,
  database: Database,
  part: number,
): Promise<StoredCandidates> {
  const path = await catalog.objects.localFile(catalog.key(DERIVED_OBJECTS.rows(part)));
  return database.use((connection) => readCandidates(connection, [path], 'error IS NULL', 'key'));
}

/** Chosen rows, in the order of their keys in the list. */
export async function candidatesOfKeys(
  catalog: StoredCatalog,
  database: Database,
  keys: readonly number[],
): Promise<StoredCandidates> {
  if (keys.length === 0)
    return { keys: new Int32Array(), table: { columns: ['source'], rows: 0, values: new Float32Array() } };
  const parts = [...new Set(keys.map((key) => Math.floor(key / PART_ROWS)))];
  const paths = await Promise.all(
    parts.map((part) => catalog.objects.localFile(catalog.key(DERIVED_OBJECTS.rows(part)))),
  );
  const list = `[${keys.join(',')}]`;
  return database.use((connection) =>
    readCandidates(connection, paths, `error IS NULL AND key IN (${keys.join(',')})`, `list_position(${list}, key)`),
  );
}

/** Reads only the columns that some row of the files fills; the metadata of the files say which. */
async function readCandidates(
  connection: DuckDBConnection,
  paths: readonly string[],
  where: string,
  order: string,
): Promise<StoredCandidates> {
  const described = await connection.runAndReadAll(
    `SELECT path_in_schema FROM parquet_metadata([${paths.map(literal).join(', ')}])
     GROUP BY ALL HAVING sum(num_values - coalesce(stats_null_count, 0)) > 0`,
  );
  const filled = new Set(described.getRowsJS().map(([name]) => name));
  const columns = COLUMNS.filter((name) => name === 'source' || filled.has(fieldColumn(name)));
  const reader = await connection.runAndReadAll(
    `SELECT key, ${columns.map((name) => `coalesce(${fieldColumn(name)}, 'NaN')`).join(', ')} FROM ${parquet(paths)} WHERE ${where} ORDER BY ${order}`,
  );
  const [keys, ...fields] = reader.getColumnsJS() as number[][];
  const rows = keys?.length ?? 0;
  const values = new Float32Array(rows * columns.length);
  fields.forEach((field, column) => {
    for (let row = 0; row < rows; row++) values[row * columns.length + column] = field[row];
  });
  return { keys: Int32Array.from(keys ?? []), table: { columns, rows, values } };
}
