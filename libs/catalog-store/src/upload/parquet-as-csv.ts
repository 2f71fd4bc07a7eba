import { CatalogueError, DEFAULT_LIMITS, EXPORT_MARK } from '@exoplanet/catalog';
import { AppError } from '@exoplanet/contracts';
import { type Database, literal } from '../database/database';

/**
 * A Parquet file as CSV with a header, in the order of its rows, one vector of rows at a time. Values are written as DuckDB writes
 * them; a missing one is an empty cell. @throws CatalogueError `MALFORMED_CATALOGUE`, `TOO_MANY_TABLE_COLUMNS`
 */
export async function* parquetAsCsv(database: Database, path: string): AsyncGenerator<Uint8Array, void> {
  const file = literal(path);
  const ask = (sql: string) => database.use(async (connection) => (await connection.runAndReadAll(sql)).getRowsJS());
  try {
    const columns = (await ask(`DESCRIBE SELECT * FROM read_parquet(${file})`)) as [name: string, type: string][];
    const names = columns.map(([name]) => name);
    if (names.length > DEFAULT_LIMITS.maxColumns)
      throw new CatalogueError(
        'TOO_MANY_TABLE_COLUMNS',
        `the table has ${names.length} columns; the maximum is ${DEFAULT_LIMITS.maxColumns}`,
      );
    const marks = await ask(
      `SELECT decode(value) FROM parquet_kv_metadata(${file}) WHERE key = encode(${literal(EXPORT_MARK)})`,
    );
    for (const [mark] of marks) yield Buffer.from(`# ${EXPORT_MARK}: ${oneLine(mark as string)}\n`);
    yield Buffer.from(lineOf(names.map(oneLine)));
    const sql = `SELECT ${columns.map(textOf).join(', ')} FROM read_parquet(${file})`;
    yield* database.stream(sql, [], (chunk) =>
      Buffer.from(
        chunk
          .getRows()
          .map((row) => lineOf(row as (string | null)[]))
          .join(''),
      ),
    );
  } catch (error) {
    if (error instanceof CatalogueError || (error instanceof AppError && error.code === 'OVERLOADED')) throw error;
    const [reason] = (error as Error).message.replaceAll(path, 'it').split('\n');
    throw new CatalogueError('MALFORMED_CATALOGUE', `the Parquet file cannot be read: ${reason}`);
  }
}

/** A value as text, as SQL. DuckDB writes 7 as 7.0 where a column is of floating-point numbers. */
function textOf([name, type]: [name: string, type: string]): string {
  const text = `"${name.replaceAll('"', '""')}"::VARCHAR`;
  return type === 'DOUBLE' || type === 'FLOAT' ? `regexp_replace(${text}, '\\.0$', '')` : text;
}

const oneLine = (text: string): string => text.replace(/\s*[\r\n]+\s*/g, ' ');

/** Every value is quoted, so that none is taken for a comment. */
const lineOf = (cells: readonly (string | null)[]): string =>
  `${cells.map((cell) => (cell === null ? '' : `"${cell.replaceAll('"', '""').replaceAll('\0', '')}"`)).join(',')}\n`;
