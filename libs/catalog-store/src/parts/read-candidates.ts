import type { DuckDBConnection } from '@duckdb/node-api';
import { type CandidateTable, COLUMNS } from '@exoplanet/contracts';
import { DERIVED_OBJECTS, PART_ROWS } from '../catalog/object-names';
import type { StoredCatalog } from '../catalog/stored-catalog';
import { type Database, parquet } from '../database/database';
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
  return database.use((connection) => readCandidates(connection, `${parquet([path])} WHERE error IS NULL`, 'key'));
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
    readCandidates(
      connection,
      `${parquet(paths)} WHERE error IS NULL AND key IN (${keys.join(',')})`,
      `list_position(${list}, key)`,
    ),
  );
}

/** Reads only the columns that some row fills, as `toTable` writes them. */
async function readCandidates(connection: DuckDBConnection, from: string, order: string): Promise<StoredCandidates> {
  const counted = await connection.runAndReadAll(
    `SELECT ${COLUMNS.map((name) => `count(${fieldColumn(name)})`).join(', ')} FROM ${from}`,
  );
  const counts = counted.getRowsJS()[0];
  const columns = COLUMNS.filter((name, index) => name === 'source' || Number(counts[index]) > 0);
  const reader = await connection.runAndReadAll(
    `SELECT key, ${columns.map(fieldColumn).join(', ')} FROM ${from} ORDER BY ${order}`,
  );
  const [keys, ...fields] = reader.getColumnsJS() as (number | null)[][];
  const rows = keys?.length ?? 0;
  const values = new Float32Array(rows * columns.length);
  fields.forEach((field, column) => {
    for (let row = 0; row < rows; row++) values[row * columns.length + column] = field[row] ?? NaN;
  });
  return { keys: Int32Array.from((keys ?? []) as number[]), table: { columns, rows, values } };
}
