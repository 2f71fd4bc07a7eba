import { rm } from 'node:fs/promises';
import { PART_ROWS } from '../catalog/object-names';
import type { CatalogContent, StoredCatalog } from '../catalog/stored-catalog';
import { type Database, parquet } from '../database/database';
import { copyTo } from '../database/write-parquet';
import { everything, joined } from './joined';
import { type Relations, relationsOf } from './relations';
import { orderBy, type RowQuery } from './row-query';

/** Maximum number of rows that are sorted together: DuckDB holds them in memory. A part is a multiple of it. */
const SORTED_ROWS = PART_ROWS / 2;

/** A query for some rows of an export, and the values that it takes. */
interface Piece {
  sql: string;
  values: (string | number)[];
}

interface ExportedRows {
  catalog: StoredCatalog;
  content: CatalogContent;
  /** Rows of the catalogue. */
  total: number;
  query: RowQuery;
  /** Whether they are sorted by the columns of the query; otherwise they stand in the order of the upload. */
  isSorted: boolean;
  /** What is read of each row, as SQL. */
  columns: readonly string[];
  /** The relation of the uploaded rows that has these columns. */
  from: 'rows' | 'cells';
}

/**
 * The rows of an export in their order, in pieces. The columns of a piece are called `v0`, `v1` and so on. A piece can be read until
 * the next one is requested.
 */
export async function* exportPieces(database: Database, rows: ExportedRows): AsyncGenerator<Piece> {
  if (rows.isSorted) yield* sortedPieces(database, rows);
  else
    for (const part of rows.content.rowParts) {
      const { query, columns } = rows;
      const relations = await relationsOfPart(rows, part);
      for (const range of rangesOf(part, rows.total)) {
        const which = query.where === 'true' ? range : `key IN (${keysOf(relations, query)} AND ${range})`;
        yield {
          sql: `SELECT ${named(columns)} FROM ${tableOf(relations, rows)} WHERE ${which} ORDER BY key`,
          values: query.values,
        };
      }
    }
}

/**
 * Sorts keys alone, then writes each half of a part as a file in which its rows are sorted. Of each file, a piece reads only the
 * groups with rows of its own.
 */
async function* sortedPieces(database: Database, rows: ExportedRows): AsyncGenerator<Piece> {
  const { catalog, content, query, columns } = rows;
  const relations = await relationsOf(catalog, content);
  if (!relations) return;
  const files: string[] = [];
  const write = async (sql: string, values: (string | number)[] = []) => {
    const path = database.scratchFile();
    files.push(path);
    await database.use((connection) => copyTo(connection, path, sql, values, { layout: 'few' }));
    return path;
  };
  try {
    const keys = `${keysOf(relations, query)} ORDER BY ${orderBy(query)}`;
    const places = parquet([await write(`SELECT key, row_number() OVER () - 1 AS place FROM (${keys})`, query.values)]);
    const total = await database.use(async (connection) => {
      const reader = await connection.runAndReadAll(`SELECT count(*) FROM ${places}`);
      return Number(reader.getRowsJS()[0][0]);
    });
    const select = (some: Relations, which: string) =>
      `SELECT ${named(columns)}, place FROM ${tableOf(some, rows)}
       JOIN (FROM ${places} ${which}) USING (key) ORDER BY place`;
    if (total <= SORTED_ROWS) {
      yield { sql: `SELECT * EXCLUDE (place) FROM (${select(relations, '')})`, values: [] };
      return;
    }
    const sorted: string[] = [];
    for (const part of content.rowParts) {
      const some = await relationsOfPart(rows, part);
      for (const range of rangesOf(part, rows.total)) sorted.push(await write(select(some, `WHERE ${range}`)));
    }
    for (let from = 0; from < total; from += SORTED_ROWS) {
      const which = `place BETWEEN ${from} AND ${from + SORTED_ROWS - 1}`;
      yield {
        sql: `SELECT * EXCLUDE (place) FROM (FROM ${parquet(sorted)} WHERE ${which} ORDER BY place)`,
        values: [],
      };
    }
  } finally {
    for (const file of files) await rm(file, { force: true });
  }
}

/** A join holds its right side in memory, so only explanations of the part are joined to the rows of a part. */
async function relationsOfPart({ catalog, content }: ExportedRows, part: number): Promise<Relations> {
  const relations = (await relationsOf(catalog, { ...content, rowParts: [part] }))!;
  const range = keyRange(part * PART_ROWS, PART_ROWS);
  return { ...relations, explanations: `(FROM ${relations.explanations} WHERE ${range})` };
}

/** The keys of a part, in ranges that are sorted one by one. @param total rows of the catalogue */
function rangesOf(part: number, total: number): string[] {
  const [first, end] = [part * PART_ROWS, Math.min((part + 1) * PART_ROWS, total)];
  const count = Math.ceil((end - first) / SORTED_ROWS);
  return Array.from({ length: count }, (_, index) => keyRange(first + index * SORTED_ROWS, SORTED_ROWS));
}

const keyRange = (from: number, rows: number): string => `key BETWEEN ${from} AND ${from + rows - 1}`;

const keysOf = (relations: Relations, { relations: read, where }: RowQuery): string =>
  `SELECT key FROM ${joined(relations, read)} WHERE (${where})`;

const named = (columns: readonly string[]): string => columns.map((sql, index) => `${sql} AS v${index}`).join(', ');

const tableOf = (relations: Relations, { from }: ExportedRows): string =>
  everything({ ...relations, rows: relations[from] });
