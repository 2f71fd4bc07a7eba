import { rm } from 'node:fs/promises';
import type { DuckDBDataChunk } from '@duckdb/node-api';
import { LRUCache } from 'lru-cache';
import { withoutClashes } from '@exoplanet/catalog';
import {
  AppError,
  type CatalogCounts,
  type CatalogRowDto,
  type CatalogTable,
  RESULT_COLUMNS,
} from '@exoplanet/contracts';
import { PART_ROWS } from '../catalog/object-names';
import type { CatalogContent, StoredCatalog } from '../catalog/stored-catalog';
import { type Database, parquet } from '../database/database';
import { Slots } from '../database/slots';
import { copyTo } from '../database/write-parquet';
import { countsOf } from '../parts/ranking';
import { numberColumn, textColumn } from '../parts/row-parts';
import { exportPieces } from './export-pieces';
import { joined } from './joined';
import { type Relations, relationsOf } from './relations';
import {
  columnNamed,
  orderBy,
  type Relation,
  type ResolvedColumn,
  type RowQuery,
  rowQuery,
  type RowQueryText,
} from './row-query';
import { cellsOf, rowColumns, rowOf } from './row-shape';
import { TextBuffer } from './text-buffer';
import { columnsOfNoRows, readColumns, type WholeColumn } from './whole-columns';

export interface PageQuery extends RowQueryText {
  limit: number;
  /** Rows before the page. */
  offset: number;
}

/** Maximum number of values of one answer in columns; each takes 8 bytes. */
const MAX_COLUMN_VALUES = 16_000_000;

/** Rows that a stream gives at a time: so few that their values are no longer in use when V8 next collects young objects. */
const STREAMED = 64;

/** Reads the rows of catalogues with their results. */
export class CatalogQueries {
  private readonly totals = new LRUCache<string, number>({ max: 1000 });
  private readonly counted = new LRUCache<string, CatalogCounts>({ max: 1000 });

  /** Columns of a million rows take so much memory that they are read for one caller at a time. */
  private readonly wholeColumns = new Slots(1);

  constructor(private readonly database: Database) {}

  /** A page of rows. Two steps: the keys of the page from the columns that order and filter it, then these rows. */
  async page(
    catalog: StoredCatalog,
    content: CatalogContent,
    table: CatalogTable,
    { limit, offset, ...text }: PageQuery,
  ): Promise<{ total: number; rows: CatalogRowDto[] }> {
    const query = rowQuery(text, table);
    const relations = await relationsOf(catalog, content);
    if (!relations) return { total: 0, rows: [] };
    const { total, keys } = await this.keys(catalog, relations, query, `LIMIT ${limit} OFFSET ${offset}`);
    return { total, rows: await this.rowsOf(catalog, content, table, keys) };
  }

  /** One row with its explanation. @throws AppError CATALOG_NOT_FOUND */
  async row(catalog: StoredCatalog, content: CatalogContent, table: CatalogTable, key: number): Promise<CatalogRowDto> {
    const isThere = content.rowParts.includes(Math.floor(key / PART_ROWS));
    const [row] = isThere ? await this.rowsOf(catalog, content, table, [key], true) : [];
    if (!row) throw new AppError('CATALOG_NOT_FOUND', `The catalogue has no row ${key}`);
    return row;
  }

  /**
   * Columns of all rows that pass the filter, in order; the first is `key`. Each one is valid until the next is requested.
   * @throws AppError REQUEST_TOO_LARGE
   */
  async columns(
    catalog: StoredCatalog,
    content: CatalogContent,
    table: CatalogTable,
    names: readonly string[],
    text: RowQueryText,
  ): Promise<{ rows: number; columns: Iterable<WholeColumn> | AsyncIterable<WholeColumn> }> {
    const query = rowQuery(text, table);
    const wanted = [...new Set(names)]
      .filter((name) => name !== 'key')
      .map((name) => ({ name, ...columnNamed(name, table, 'names') }));
    const relations = await relationsOf(catalog, content);
    const total = relations ? await this.total(catalog, relations, query) : 0;
    if (total * (wanted.length + 1) > MAX_COLUMN_VALUES)
      throw new AppError(
        'REQUEST_TOO_LARGE',
        `${total} rows of ${wanted.length} columns are more than ${MAX_COLUMN_VALUES} values`,
      );
    if (!relations) return { rows: 0, columns: columnsOfNoRows(wanted) };
    const order = `SELECT key FROM ${joined(relations, query.relations)} WHERE ${query.where} ORDER BY ${orderBy(query)}`;
    const valuesOf = (columns: readonly ResolvedColumn[]) => {
      const read = joined(relations, new Set(columns.map(({ relation }) => relation)));
      // A missing number as NaN: DuckDB's binding for Node.js is slow in columns that have a null.
      const values = columns.map(({ sql, type }) => (type === 'number' ? `coalesce((${sql})::DOUBLE, 'NaN')` : sql));
      return `SELECT ${['key', ...values].join(', ')} FROM ${read}`;
    };
    const { wholeColumns, database } = this;
    const columns = async function* () {
      const free = await wholeColumns.take();
      try {
        yield* readColumns(database, { order, values: query.values, total, keys: table.rows }, wanted, valuesOf);
      } finally {
        free();
      }
    };
    return { rows: total, columns: columns() };
  }

  /**
   * All rows that pass the filter, a few at a time: in the order of the upload unless they are sorted. A row has its uploaded
   * cells, then the values of our columns.
   */
  async *exported(
    catalog: StoredCatalog,
    content: CatalogContent,
    table: CatalogTable,
    text: RowQueryText,
  ): AsyncGenerator<(string | number | null)[][]> {
    const results = RESULT_COLUMNS.map(({ name }) => columnNamed(name, table, 'export').sql);
    const pieces = exportPieces(this.database, {
      catalog,
      content,
      total: table.rows,
      query: rowQuery(text, table),
      isSorted: Boolean(text.sort),
      // Two texts a row, because every value of a chunk costs memory until V8 has collected it.
      columns: ['r.cells', `json_array(${results.join(', ')})::VARCHAR`],
      from: 'cells',
    });
    for await (const { sql, values } of pieces) yield* this.stream(sql, values);
  }

  /** Path of a new file for an answer. @throws AppError STORE_UNAVAILABLE */
  scratchFile(): string {
    return this.database.scratchFile();
  }

  /** Writes all rows that pass the filter as a Parquet file: the uploaded columns under their own names, then ours. */
  async writeParquet(
    catalog: StoredCatalog,
    content: CatalogContent,
    table: CatalogTable,
    text: RowQueryText,
    path: string,
    metadata: Readonly<Record<string, string>> = {},
  ): Promise<void> {
    const uploaded = table.columns.filter(({ role }) => role !== 'result');
    const results = RESULT_COLUMNS.map((column) => ({ ...column, role: 'result' as const }));
    const columns = [
      ...uploaded.map(({ type }, index) => `r.${type === 'number' ? numberColumn(index) : textColumn(index)}`),
      ...results.map(({ name }) => columnNamed(name, table, 'export').sql),
    ];
    const named = withoutClashes([...uploaded, ...results])
      .map(({ name }, index) => `v${index} AS "${name.replaceAll('"', '""')}"`)
      .join(', ');
    const query = rowQuery(text, table);
    const isSorted = Boolean(text.sort);
    const files: string[] = [];
    try {
      for await (const { sql, values } of exportPieces(this.database, {
        catalog,
        content,
        total: table.rows,
        query,
        isSorted,
        columns,
        from: 'rows',
      })) {
        const file = this.database.scratchFile();
        files.push(file);
        await this.database.use((connection) => copyTo(connection, file, sql, values, { layout: 'few' }));
      }
      const none = `(SELECT ${columns.map((_, index) => `NULL::VARCHAR AS v${index}`).join(', ')} WHERE false)`;
      const from = files.length > 0 ? parquet(files) : none;
      await this.database.use((connection) =>
        copyTo(connection, path, `SELECT ${named} FROM ${from}`, [], { metadata, layout: 'exported' }),
      );
    } finally {
      for (const file of files) await rm(file, { force: true });
    }
  }

  async counts(catalog: StoredCatalog, content: CatalogContent): Promise<CatalogCounts> {
    if (content.ranking) return content.ranking.counts;
    const relations = await relationsOf(catalog, content);
    if (!relations) return { likely_planet: 0, likely_false_positive: 0, undecided: 0, refused: 0 };
    const id = `${catalog.key('')} ${relations.version}`;
    const known = this.counted.get(id);
    if (known) return known;
    const counts = await this.database.use(async (connection) => {
      const sql = `SELECT prediction, false AS refused, count(*) FROM ${relations.results} WHERE probability IS NOT NULL GROUP BY ALL
        UNION ALL SELECT NULL, true, count(*) FROM ${relations.rows} WHERE error IS NOT NULL`;
      return countsOf((await connection.runAndReadAll(sql)).getRowsJS() as [string | null, boolean, bigint][]);
    });
    this.counted.set(id, counts);
    return counts;
  }

  /** Rows of a query of two columns: the cells of a row as one text, and its results as JSON. */
  private async *stream(sql: string, values: (string | number)[]): AsyncGenerator<(string | number | null)[][]> {
    const cells = new TextBuffer();
    const results = new TextBuffer();
    const take = (chunk: DuckDBDataChunk) => {
      cells.fill(chunk.getColumnValues(0) as string[]);
      results.fill(chunk.getColumnValues(1) as string[]);
      return chunk.rowCount;
    };
    for await (const rows of this.database.stream(sql, values, take))
      for (let from = 0; from < rows; from += STREAMED)
        yield Array.from({ length: Math.min(STREAMED, rows - from) }, (_, index) => [
          ...cellsOf(cells.at(from + index)),
          ...(JSON.parse(results.at(from + index)) as (string | number | null)[]),
        ]);
  }

  private async total(catalog: StoredCatalog, relations: Relations, query: RowQuery): Promise<number> {
    const id = totalId(catalog, relations, query);
    const known = this.totals.get(id);
    if (known !== undefined) return known;
    const total = await this.database.use(async (connection) => {
      const sql = `SELECT count(*) FROM ${joined(relations, filterRelations(query))} WHERE ${query.where}`;
      return Number((await connection.runAndReadAll(sql, query.values)).getRowsJS()[0][0]);
    });
    this.totals.set(id, total);
    return total;
  }

  /** The keys of a page, and the number of all rows that pass the filter. */
  private async keys(
    catalog: StoredCatalog,
    relations: Relations,
    query: RowQuery,
    page: string,
  ): Promise<{ total: number; keys: number[] }> {
    const from = `FROM ${joined(relations, query.relations)} WHERE ${query.where}`;
    const read = (sql: string) =>
      this.database.use(
        async (connection) => (await connection.runAndReadAll(sql, query.values)).getRowsJS() as [number, bigint?][],
      );
    const id = totalId(catalog, relations, query);
    // Without a filter, the count needs no scan; the count of a known filter is cached.
    if (query.where === 'true' || this.totals.has(id)) {
      const rows = await read(`SELECT key ${from} ORDER BY ${orderBy(query)} ${page}`);
      return { total: await this.total(catalog, relations, query), keys: rows.map(([key]) => key) };
    }
    // Otherwise the rows that pass are kept for a moment, so that the files are read once for their number and for the page.
    const place = (index: number) => `o${index}`;
    const ordered = query.order.map(({ sql }, index) => `, ${sql} AS ${place(index)}`).join('');
    const rows = await read(
      `WITH passed AS MATERIALIZED (SELECT key${ordered} ${from})
       SELECT key, (SELECT count(*) FROM passed) FROM passed ORDER BY ${orderBy(query, place)} ${page}`,
    );
    if (rows.length > 0) this.totals.set(id, Number(rows[0][1]));
    return { total: await this.total(catalog, relations, query), keys: rows.map(([key]) => key) };
  }

  private async rowsOf(
    catalog: StoredCatalog,
    content: CatalogContent,
    table: CatalogTable,
    keys: readonly number[],
    explanation = false,
  ): Promise<CatalogRowDto[]> {
    if (keys.length === 0) return [];
    const rowParts = [...new Set(keys.map((key) => Math.floor(key / PART_ROWS)))];
    const scoredParts = content.scoredParts;
    const relations = (await relationsOf(catalog, { ...content, rowParts, scoredParts }))!;
    const within = `WHERE key IN (${keys.join(',')})`;
    // While ranks change, they are computed over all rows, so the filter comes after them.
    const pick = (relation: string) => `(SELECT * FROM ${relation} ${within})`;
    const sql = `SELECT ${rowColumns(explanation)} FROM ${pick(relations.cells)} r
      LEFT JOIN ${pick(relations.results)} s USING (key) LEFT JOIN ${pick(relations.explanations)} e USING (key) LEFT JOIN ${relations.votes} v USING (key)`;
    const rows = await this.database.use(async (connection) => (await connection.runAndReadAll(sql)).getRowObjects());
    const byKey = new Map(rows.map((row) => [row.key as number, rowOf(row, table)]));
    return keys.map((key) => byKey.get(key)).filter((row) => row !== undefined);
  }
}

const totalId = (catalog: StoredCatalog, { version }: Relations, { where, values }: RowQuery): string =>
  JSON.stringify([catalog.key(''), version, where, values]);

/** Relations that a count reads. Those of the filter are not known apart from those of the order, so all are read if there is a filter. */
const filterRelations = (query: RowQuery): ReadonlySet<Relation> => (query.where === 'true' ? NONE : query.relations);
const NONE: ReadonlySet<Relation> = new Set();
