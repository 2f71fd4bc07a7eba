import type { DuckDBConnection } from '@duckdb/node-api';
import { type CandidateRow, COLUMNS, type RowRefusal, toTable } from '@exoplanet/contracts';
import { OBJECTS, PART_ROWS } from '../catalog/object-names';
import type { StoredCatalog } from '../catalog/stored-catalog';
import { type Database, literal, parquet } from '../database/database';
import { type FileColumn, writeParquet } from '../database/write-parquet';

/** One row of an upload: its cells, and what they mean or why the row is refused. */
export type ImportRow = {
  /** Line of the upload, from 1, on which the row ends. */
  line: number;
  /** The uploaded text by column. */
  cells: Readonly<Record<string, string | undefined>>;
} & ({ candidate: CandidateRow; error?: undefined } | { candidate?: undefined; error: RowRefusal });

/** How many values of an uploaded column are numbers, and how many are neither numbers nor missing. */
export interface ColumnContent {
  numbers: number;
  texts: number;
}

/** Words that stand for a missing value. */
const MISSING = ['', 'nan', 'null', 'none', 'na', 'n/a', '-', '--', '...', '<na>', 'masked'];

/** Names in the files of rows: the uploaded text, the number that it is, and a column of the model's table. */
export const TEXT = (column: number): string => `c${column}`;
export const NUMBER = (column: number): string => `n${column}`;
export const FIELD = (name: string): string => `f_${COLUMNS.indexOf(name)}`;

/**
 * Writes the rows of an upload in parts of `PART_ROWS`. The same upload gives the same parts, so a part that exists already
 * is not written again.
 */
export class RowParts {
  private rows: ImportRow[] = [];
  private part = 0;
  private refusedRows = 0;
  readonly content: ColumnContent[];

  /**
   * @param columns names of the uploaded columns, in order
   * @param finished parts that exist already
   */
  constructor(
    private readonly catalog: StoredCatalog,
    private readonly database: Database,
    private readonly columns: readonly string[],
    private readonly finished: ReadonlySet<number>,
  ) {
    this.content = columns.map(() => ({ numbers: 0, texts: 0 }));
  }

  /** Rows so far. */
  get count(): number {
    return this.part * PART_ROWS + this.rows.length;
  }

  get refused(): number {
    return this.refusedRows;
  }

  async add(row: ImportRow): Promise<void> {
    if (row.error) this.refusedRows++;
    this.rows.push(row);
    if (this.rows.length === PART_ROWS) await this.flush();
  }

  /** Writes what is left. Returns the number of parts. */
  async end(): Promise<number> {
    const rows = this.rows.length;
    if (rows > 0) await this.flush();
    return this.part;
  }

  private async flush(): Promise<void> {
    const { part, rows } = this;
    const { objects } = this.catalog;
    const key = this.catalog.key(OBJECTS.rows(part));
    await this.database.use(async (connection) => {
      let path: string;
      if (this.finished.has(part)) path = await objects.localFile(key);
      else {
        path = objects.scratchFile();
        const columns = fileColumns(rows, this.columns, part * PART_ROWS);
        await writeParquet(connection, path, columns, (written) => selection(written, this.columns.length, columns));
      }
      await this.addContent(connection, path);
      if (!this.finished.has(part)) await objects.putFile(key, path);
    });
    this.part++;
    this.rows = [];
  }

  private async addContent(connection: DuckDBConnection, path: string): Promise<void> {
    if (this.columns.length === 0) return;
    const counts = this.columns.flatMap((_, index) => [
      `count(${NUMBER(index)})`,
      `count(*) FILTER (${TEXT(index)} IS NOT NULL AND ${NUMBER(index)} IS NULL AND lower(trim(${TEXT(index)})) NOT IN (${MISSING.map(literal).join(', ')}))`,
    ]);
    const { 0: values } = (
      await connection.runAndReadAll(`SELECT ${counts.join(', ')} FROM ${parquet([path])}`)
    ).getRowsJS();
    this.content.forEach((column, index) => {
      column.numbers += Number(values[2 * index]);
      column.texts += Number(values[2 * index + 1]);
    });
  }
}

function fileColumns(rows: readonly ImportRow[], names: readonly string[], firstKey: number): FileColumn[] {
  const text = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null);
  const number = (value: unknown): number | null =>
    typeof value === 'number' && Number.isFinite(value) ? value : null;
  const good = rows.filter((row) => row.candidate !== undefined);
  const table = toTable(good.map(({ candidate }) => candidate));
  const place = new Int32Array(rows.length).fill(-1);
  let next = 0;
  rows.forEach((row, index) => {
    if (row.candidate) place[index] = next++;
  });
  const width = table.columns.length;
  return [
    { name: 'key', type: 'INTEGER', values: rows.map((_, index) => firstKey + index) },
    { name: 'line', type: 'INTEGER', values: rows.map(({ line }) => line) },
    { name: 'error', type: 'VARCHAR', values: rows.map(({ error }) => (error ? JSON.stringify(error) : null)) },
    { name: 'id', type: 'VARCHAR', values: rows.map(({ candidate }) => text(candidate?.id)) },
    { name: 'star_id', type: 'VARCHAR', values: rows.map(({ candidate }) => text(candidate?.star_id)) },
    { name: 'epoch', type: 'DOUBLE', values: rows.map(({ candidate }) => number(candidate?.epoch)) },
    { name: 'period', type: 'DOUBLE', values: rows.map(({ candidate }) => number(candidate?.period)) },
    { name: 'ra', type: 'DOUBLE', values: rows.map(({ candidate }) => number(candidate?.ra)) },
    { name: 'dec', type: 'DOUBLE', values: rows.map(({ candidate }) => number(candidate?.dec)) },
    ...names.map((name, index): FileColumn => ({
      name: TEXT(index),
      type: 'VARCHAR',
      values: rows.map(({ cells }) => text(cells[name])),
    })),
    ...table.columns.map((name, column): FileColumn => ({
      name: FIELD(name),
      type: 'FLOAT',
      values: rows.map((_, index) => {
        const value = place[index] < 0 ? NaN : table.values[place[index] * width + column];
        return Number.isNaN(value) ? null : value;
      }),
    })),
  ];
}

/** What is written: every column of the model's table, so that all parts have the same columns, and the numbers that texts are. */
function selection(written: string, columns: number, given: readonly FileColumn[]): string {
  const names = new Set(given.map(({ name }) => name));
  const others = COLUMNS.map(FIELD).filter((name) => !names.has(name));
  const number = (column: string) => `TRY_CAST(${column} AS DOUBLE)`;
  const numbers = Array.from({ length: columns }, (_, index) => {
    const value = number(TEXT(index));
    return `CASE WHEN isfinite(${value}) THEN ${value} END AS ${NUMBER(index)}`;
  });
  return `SELECT *, ${[...others.map((name) => `NULL::FLOAT AS ${name}`), ...numbers].join(', ')} FROM ${written}`;
}
