import { randomUUID } from 'node:crypto';
import type { DuckDBConnection } from '@duckdb/node-api';
import { literal } from './database';

/** Values of one column of a file; null is missing. */
export interface FileColumn {
  name: string;
  type: 'INTEGER' | 'DOUBLE' | 'FLOAT' | 'VARCHAR' | 'BOOLEAN';
  values: ArrayLike<number | string | boolean | null>;
}

/** Rows of one chunk: the size of DuckDB's vectors. */
const CHUNK = 2048;

/** Writes groups of rows, each with the same columns, as a Parquet file. */
export function writeParquet(
  connection: DuckDBConnection,
  path: string,
  groups: Iterable<readonly FileColumn[]>,
): Promise<void> {
  return withTable(connection, groups, (table) => copyTo(connection, path, `SELECT * FROM ${table}`));
}

/**
 * What stands for a missing value until a query makes it NULL, and the same as SQL. In a column that has a null, DuckDB's binding
 * for Node.js computes with BigInt for every value, which takes longer than the rest of writing it.
 */
const MISSING = {
  INTEGER: [-(2 ** 31), String(-(2 ** 31))],
  DOUBLE: [NaN, "'NaN'::DOUBLE"],
  FLOAT: [NaN, "'NaN'::FLOAT"],
  VARCHAR: ['\u0001', 'chr(1)'],
} as const;

/**
 * Runs work on a table of these groups of rows, given as SQL that stands after FROM. The first group says which columns it has. Beside
 * null, the values of `MISSING` count as missing.
 */
export async function withTable(
  connection: DuckDBConnection,
  groups: Iterable<readonly FileColumn[]>,
  work: (table: string) => Promise<void>,
): Promise<void> {
  const table = `part-${randomUUID()}`;
  try {
    let names: string | undefined;
    for (const columns of groups) {
      if (names === undefined) {
        const definition = columns.map(({ name, type }) => `"${name}" ${type}`).join(', ');
        await connection.run(`CREATE TEMP TABLE "${table}" (${definition})`);
        names = columns.map(withNulls).join(', ');
      }
      await appendRows(connection, table, columns.map(withoutNulls));
    }
    await work(`(SELECT ${names} FROM "${table}")`);
  } finally {
    await connection.run(`DROP TABLE IF EXISTS "${table}"`);
  }
}

function withoutNulls(column: FileColumn): FileColumn {
  const { type, values } = column;
  if (type === 'BOOLEAN' || ArrayBuffer.isView(values)) return column;
  const [missing] = MISSING[type];
  return { ...column, values: Array.from(values, (value) => value ?? missing) };
}

const withNulls = ({ name, type }: FileColumn): string =>
  type === 'BOOLEAN' ? `"${name}"` : `nullif("${name}", ${MISSING[type][1]}) AS "${name}"`;

/** Appends rows to a table with these columns, as they are. */
export async function appendRows(
  connection: DuckDBConnection,
  table: string,
  columns: readonly FileColumn[],
): Promise<void> {
  const duckdb = await import('@duckdb/node-api');
  const appender = await connection.createAppender(table);
  const types = columns.map(({ type }) => duckdb[type]);
  const rows = columns[0].values.length;
  for (let from = 0; from < rows; from += CHUNK) {
    const count = Math.min(CHUNK, rows - from);
    const chunk = duckdb.DuckDBDataChunk.create(types, count);
    columns.forEach(({ values }, index) => {
      const some = count === rows ? values : (Array.prototype.slice.call(values, from, from + count) as typeof values);
      chunk.setColumnValues(index, some as FileColumn['values'][number][]);
    });
    appender.appendDataChunk(chunk);
  }
  appender.closeSync();
}

/**
 * How a file is laid out. `whole`: full scans. `few`: lookups of a few long rows, in small row groups. `both`: scans and lookups,
 * in medium row groups because many small ones slow a scan. `exported`: files for users, in medium row groups because a whole one
 * is in memory while it is written.
 */
const LAYOUTS = {
  whole: 'COMPRESSION zstd, ROW_GROUP_SIZE 25000',
  few: 'COMPRESSION lz4_raw, ROW_GROUP_SIZE 2048',
  both: 'COMPRESSION lz4_raw, ROW_GROUP_SIZE 8192',
  exported: 'COMPRESSION zstd, ROW_GROUP_SIZE 8192',
} as const;

/** Writes the result of a query as a Parquet file. @param metadata texts by key, which stand in the file */
export async function copyTo(
  connection: DuckDBConnection,
  path: string,
  query: string,
  values: (string | number)[] = [],
  {
    metadata = {},
    layout = 'whole',
  }: { metadata?: Readonly<Record<string, string>>; layout?: keyof typeof LAYOUTS } = {},
): Promise<void> {
  const pairs = Object.entries(metadata).map(([name, value]) => `${name}: ${literal(value)}`);
  const more = pairs.length > 0 ? `, KV_METADATA {${pairs.join(', ')}}` : '';
  await connection.run(`COPY (${query}) TO ${literal(path)} (FORMAT parquet, ${LAYOUTS[layout]}${more})`, values);
}
