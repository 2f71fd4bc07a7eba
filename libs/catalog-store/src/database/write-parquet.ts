import { randomUUID } from 'node:crypto';
import {
  BOOLEAN,
  DOUBLE,
  type DuckDBConnection,
  DuckDBDataChunk,
  type DuckDBType,
  FLOAT,
  INTEGER,
  VARCHAR,
} from '@duckdb/node-api';
import { literal } from './database';

const TYPES = { INTEGER, DOUBLE, FLOAT, VARCHAR, BOOLEAN } satisfies Record<string, DuckDBType>;

/** Values of one column of a file; null is missing. */
export interface FileColumn {
  name: string;
  type: keyof typeof TYPES;
  values: ArrayLike<number | string | boolean | null>;
}

/** Rows of one chunk: the size of DuckDB's vectors. */
const CHUNK = 2048;

/**
 * Writes columns as a Parquet file.
 * @param select what is written of the table `written`; by default all of it
 */
export async function writeParquet(
  connection: DuckDBConnection,
  path: string,
  columns: readonly FileColumn[],
  select: (written: string) => string = (written) => `SELECT * FROM ${written}`,
): Promise<void> {
  const table = `part-${randomUUID()}`;
  const definition = columns.map(({ name, type }) => `"${name}" ${type}`).join(', ');
  await connection.run(`CREATE TEMP TABLE "${table}" (${definition})`);
  try {
    await appendRows(connection, table, columns);
    await copyTo(connection, path, select(`"${table}"`));
  } finally {
    await connection.run(`DROP TABLE IF EXISTS "${table}"`);
  }
}

/** Appends rows to a table with these columns. */
export async function appendRows(
  connection: DuckDBConnection,
  table: string,
  columns: readonly FileColumn[],
): Promise<void> {
  const appender = await connection.createAppender(table);
  const types = columns.map(({ type }) => TYPES[type]);
  const rows = columns[0].values.length;
  for (let from = 0; from < rows; from += CHUNK) {
    const count = Math.min(CHUNK, rows - from);
    const chunk = DuckDBDataChunk.create(types, count);
    columns.forEach(({ values }, index) =>
      chunk.setColumnValues(
        index,
        Array.from({ length: count }, (_, row) => values[from + row]),
      ),
    );
    appender.appendDataChunk(chunk);
  }
  appender.closeSync();
}

/** Writes the result of a query as a Parquet file. @param metadata texts by key, which stand in the file */
export async function copyTo(
  connection: DuckDBConnection,
  path: string,
  query: string,
  values: (string | number)[] = [],
  metadata: Readonly<Record<string, string>> = {},
): Promise<void> {
  const pairs = Object.entries(metadata).map(([name, value]) => `${name}: ${literal(value)}`);
  const more = pairs.length > 0 ? `, KV_METADATA {${pairs.join(', ')}}` : '';
  await connection.run(
    `COPY (${query}) TO ${literal(path)} (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 50000${more})`,
    values,
  );
}
