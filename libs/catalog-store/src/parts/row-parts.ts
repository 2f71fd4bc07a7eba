import type { DuckDBConnection } from '@duckdb/node-api';
import { type CandidateRow, type CandidateTable, COLUMNS, type RowRefusal, toTable } from '@exoplanet/contracts';
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

/** Rows that become columns together. Until a part is full it is kept as columns, because its rows would be 25,000 objects for the collector. */
const GROUP = 1024;

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
  private rows: ImportRow[] = [];
  private groups: RowGroup[] = [];
  private groupedRows = 0;
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
    return this.part * PART_ROWS + this.groupedRows + this.rows.length;
  }

  get refused(): number {
    return this.refusedRows;
  }

  async add(row: ImportRow): Promise<void> {
    if (row.error) this.refusedRows++;
    this.rows.push(row);
    const isPartFull = this.groupedRows + this.rows.length === PART_ROWS;
    if (isPartFull || this.rows.length === GROUP) this.group();
    if (isPartFull) await this.flush();
  }

  /** Writes what is left. Returns the number of parts. */
  async end(): Promise<number> {
    if (this.rows.length > 0) this.group();
    if (this.groupedRows > 0) await this.flush();
    return this.part;
  }

  private group(): void {
    if (!this.finished.has(this.part))
      this.groups.push(groupOf(this.rows, this.columns, this.count - this.rows.length));
    this.groupedRows += this.rows.length;
    this.rows = [];
  }

  private async flush(): Promise<void> {
    const { part } = this;
    const { objects } = this.catalog;
    const name = DERIVED_OBJECTS.rows(part);
    await this.database.use(async (connection) => {
      let path: string;
      if (this.finished.has(part)) path = await objects.localFile(this.catalog.key(name));
      else {
        path = objects.scratchFile();
        const cells = objects.scratchFile();
        const fields = COLUMNS.filter((field) => this.groups.some(({ table }) => table.columns.includes(field)));
        await withTable(connection, withFields(this.groups, fields), async (table) => {
          await copyTo(connection, cells, `SELECT key, line, error, ${CELLS} FROM ${table}`, [], {
            layout: 'few',
          });
          await copyTo(connection, path, selection(table, this.columns.length, fields));
        });
        // Before the rows, whose part says that both are finished.
        await this.catalog.putFile(DERIVED_OBJECTS.cells(part), cells);
      }
      await this.addContent(connection, path);
      if (!this.finished.has(part)) await this.catalog.putFile(name, path);
    });
    this.part++;
    this.groups = [];
    this.groupedRows = 0;
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

/** Consecutive rows as columns. */
interface RowGroup {
  /** What every group has. */
  columns: FileColumn[];
  /** What the candidates hold. */
  table: CandidateTable;
  /** Rows of the group that are candidates, in the order of the table. */
  candidates: Int32Array;
  rows: number;
}

/** The cells of a row are one text, because DuckDB splits it faster than it accepts single cells. */
function groupOf(rows: readonly ImportRow[], uploaded: readonly string[], firstKey: number): RowGroup {
  const text = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null);
  const number = (value: unknown): number | null =>
    typeof value === 'number' && Number.isFinite(value) ? value : null;
  const indices = Int32Array.from(rows, (_, index) => index);
  return {
    columns: [
      { name: 'key', type: 'INTEGER', values: indices.map((index) => firstKey + index) },
      { name: 'line', type: 'INTEGER', values: Int32Array.from(rows, ({ line }) => line) },
      { name: 'error', type: 'VARCHAR', values: rows.map(({ error }) => (error ? JSON.stringify(error) : null)) },
      { name: 'id', type: 'VARCHAR', values: rows.map(({ candidate }) => text(candidate?.id)) },
      { name: 'star_id', type: 'VARCHAR', values: rows.map(({ candidate }) => text(candidate?.star_id)) },
      { name: 'epoch', type: 'DOUBLE', values: rows.map(({ candidate }) => number(candidate?.epoch)) },
      { name: 'period', type: 'DOUBLE', values: rows.map(({ candidate }) => number(candidate?.period)) },
      { name: 'ra', type: 'DOUBLE', values: rows.map(({ candidate }) => number(candidate?.ra)) },
      { name: 'dec', type: 'DOUBLE', values: rows.map(({ candidate }) => number(candidate?.dec)) },
      {
        name: CELLS,
        type: 'VARCHAR',
        values: rows.map(({ cells }) => cellsText(uploaded.map((name) => cells[name] ?? ''))),
      },
    ],
    table: toTable(rows.flatMap(({ candidate }) => candidate ?? [])),
    candidates: indices.filter((index) => rows[index].candidate !== undefined),
    rows: rows.length,
  };
}

/** The same columns for every group of a part. @param fields inputs of the model that some candidate of the part has */
function* withFields(groups: readonly RowGroup[], fields: readonly string[]): Generator<FileColumn[]> {
  for (const { columns, table, candidates, rows } of groups) {
    const width = table.columns.length;
    const valuesOf = (field: string) => {
      const values: number[] = new Array<number>(rows).fill(NaN);
      const column = table.columns.indexOf(field);
      if (column >= 0) candidates.forEach((row, place) => (values[row] = table.values[place * width + column]));
      return values;
    };
    yield [
      ...columns,
      ...fields.map((field): FileColumn => ({ name: fieldColumn(field), type: 'FLOAT', values: valuesOf(field) })),
    ];
  }
}

/** JSON of cells. DuckDB does not read half of a surrogate pair, which an escape in JSON can stand for: it becomes U+FFFD. */
function cellsText(cells: readonly string[]): string {
  const json = JSON.stringify(cells);
  if (!/\\ud[89a-f]/.test(json)) return json;
  return JSON.stringify(cells.map((cell) => Buffer.from(cell).toString()));
}

/** What is written: the cells as texts and as numbers, and every column of the model's table, so that all parts have the same columns. */
function selection(written: string, columns: number, fields: readonly string[]): string {
  const others = COLUMNS.filter((name) => !fields.includes(name)).map(fieldColumn);
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
