import type { DuckDBConnection } from '@duckdb/node-api';
import { type CandidateRow, COLUMNS, type RowRefusal, toTable } from '@exoplanet/contracts';
import { DERIVED_OBJECTS, PART_ROWS } from '../catalog/object-names';
import type { StoredCatalog } from '../catalog/stored-catalog';
import { type Database, literal, parquet } from '../database/database';
import { copyTo, type FileColumn, withTable } from '../database/write-parquet';

/** One row of an upload: its cells, and what they mean or why the row is refused. */
export type ImportRow = {
  /** Line of the upload, from 1, on which the row ends. */
  line: number;
  /** The uploaded text by column. */
  cells: Readonly<Record<string, string | undefined>>;
} & ({ candidate: CandidateRow; error?: undefined } | { candidate?: undefined; error: RowRefusal });

/** What is kept of a row until its part is full: its cells as one text, because 25,000 rows of single cells are work for the collector. */
type KeptRow = Pick<ImportRow, 'line' | 'candidate' | 'error'> & { cells: string };

/** How many values of an uploaded column are numbers, and how many are neither numbers nor missing. */
export interface ColumnContent {
  numbers: number;
  texts: number;
}

/** Words that stand for a missing value. */
const MISSING = ['', 'nan', 'null', 'none', 'na', 'n/a', '-', '--', '...', '<na>', 'masked'];

/** Column names in the row files: uploaded text, its numeric value, and (`fieldColumn`) an input of the model. */
export const textColumn = (column: number): string => `c${column}`;
export const numberColumn = (column: number): string => `n${column}`;
/** All uploaded cells of a row, before they are split. */
const CELLS = 'cells';
export const fieldColumn = (name: string): string => `f_${COLUMNS.indexOf(name)}`;

/**
 * Writes the rows of an upload in parts of `PART_ROWS`. The same upload gives the same parts, so a part that exists already
 * is not written again.
 */
export class RowParts {
  private rows: KeptRow[] = [];
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
    const { line, cells, candidate, error } = row;
    if (error) this.refusedRows++;
    this.rows.push({ line, candidate, error, cells: cellsText(this.columns.map((name) => cells[name] ?? '')) });
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
    const name = DERIVED_OBJECTS.rows(part);
    await this.database.use(async (connection) => {
      let path: string;
      if (this.finished.has(part)) path = await objects.localFile(this.catalog.key(name));
      else {
        path = objects.scratchFile();
        const cells = objects.scratchFile();
        const columns = fileColumns(rows, part * PART_ROWS);
        await withTable(connection, [columns], async (table) => {
          await copyTo(connection, cells, `SELECT key, line, error, ${CELLS} FROM ${table}`, [], {
            layout: 'few',
          });
          await copyTo(connection, path, selection(table, this.columns.length, columns));
        });
        // Before the rows, whose part says that both are finished.
        await this.catalog.putFile(DERIVED_OBJECTS.cells(part), cells);
      }
      await this.addContent(connection, path);
      if (!this.finished.has(part)) await this.catalog.putFile(name, path);
    });
    this.part++;
    this.rows = [];
  }

  /** Counts from the file's metadata where every text of a column is a number, otherwise from the values. */
  private async addContent(connection: DuckDBConnection, path: string): Promise<void> {
    const described = await connection.runAndReadAll(
      `SELECT path_in_schema, sum(num_values - stats_null_count)::INTEGER FROM parquet_metadata(${literal(path)}) GROUP BY ALL`,
    );
    const filled = new Map(described.getRowsJS() as [string, number][]);
    const mixed: number[] = [];
    this.content.forEach((column, index) => {
      const numbers = filled.get(numberColumn(index))!;
      column.numbers += numbers;
      if (numbers < filled.get(textColumn(index))!) mixed.push(index);
    });
    if (mixed.length === 0) return;
    const texts = mixed.map(
      (index) =>
        `count(*) FILTER (${numberColumn(index)} IS NULL AND lower(trim(${textColumn(index)})) NOT IN (${MISSING.map(literal).join(', ')}))`,
    );
    const counted = await connection.runAndReadAll(`SELECT ${texts.join(', ')} FROM ${parquet([path])}`);
    const [counts] = counted.getRowsJS();
    mixed.forEach((index, place) => (this.content[index].texts += Number(counts[place])));
  }
}

/** The columns of a part. The cells of a row are one text, because DuckDB splits it faster than it accepts single cells. */
function fileColumns(rows: readonly KeptRow[], firstKey: number): FileColumn[] {
  const text = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null);
  const number = (value: unknown): number | null =>
    typeof value === 'number' && Number.isFinite(value) ? value : null;
  const table = toTable(rows.flatMap(({ candidate }) => candidate ?? []));
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
    { name: CELLS, type: 'VARCHAR', values: rows.map(({ cells }) => cells) },
    ...table.columns.map((name, column): FileColumn => ({
      name: fieldColumn(name),
      type: 'FLOAT',
      values: rows.map((_, index) => {
        const value = place[index] < 0 ? NaN : table.values[place[index] * width + column];
        return Number.isNaN(value) ? null : value;
      }),
    })),
  ];
}

/** JSON of cells. DuckDB does not read half of a surrogate pair, which an escape in JSON can stand for: it becomes U+FFFD. */
function cellsText(cells: readonly string[]): string {
  const json = JSON.stringify(cells);
  if (!/\\ud[89a-f]/.test(json)) return json;
  return JSON.stringify(cells.map((cell) => Buffer.from(cell).toString()));
}

/** What is written: the cells as texts and as numbers, and every column of the model's table, so that all parts have the same columns. */
function selection(written: string, columns: number, given: readonly FileColumn[]): string {
  const names = new Set(given.map(({ name }) => name));
  const others = COLUMNS.map(fieldColumn).filter((name) => !names.has(name));
  const indices = Array.from({ length: columns }, (_, index) => index);
  const texts = indices.map((index) => `nullif(${CELLS}[${index + 1}], '') AS ${textColumn(index)}`);
  const numbers = indices.map((index) => {
    const value = `TRY_CAST(${textColumn(index)} AS DOUBLE)`;
    return `CASE WHEN isfinite(${value}) THEN ${value} END AS ${numberColumn(index)}`;
  });
  const split = `SELECT * REPLACE (from_json(${CELLS}, '["VARCHAR"]') AS ${CELLS}) FROM ${written}`;
  const named = `SELECT ${[`* EXCLUDE ${CELLS}`, ...texts].join(', ')} FROM (${split})`;
  return `SELECT ${['*', ...others.map((name) => `NULL::FLOAT AS ${name}`), ...numbers].join(', ')} FROM (${named})`;
}
