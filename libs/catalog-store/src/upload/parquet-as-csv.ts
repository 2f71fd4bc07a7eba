import { CatalogueError, DEFAULT_LIMITS, EXPORT_MARK } from '@exoplanet/catalog';
import { type Database, literal } from '../database/database';

/**
 * A Parquet file as CSV with a header, in the order of its rows, one vector of rows at a time. Values are written as DuckDB writes
 * them; a missing one is an empty cell. @throws CatalogueError `MALFORMED_CATALOGUE`, `TOO_MANY_TABLE_COLUMNS`
 */
export async function* parquetAsCsv(database: Database, path: string): AsyncGenerator<Uint8Array, void> {
  const { connection, give } = await database.take();
  const file = literal(path);
  try {
    const columns = await connection.runAndReadAll(`DESCRIBE SELECT * FROM read_parquet(${file})`);
    const names = columns.getRowsJS().map(([name]) => name as string);
    if (names.length > DEFAULT_LIMITS.maxColumns)
      throw new CatalogueError(
        'TOO_MANY_TABLE_COLUMNS',
        `the table has ${names.length} columns; the maximum is ${DEFAULT_LIMITS.maxColumns}`,
      );
    const marks = await connection.runAndReadAll(
      `SELECT decode(value) FROM parquet_kv_metadata(${file}) WHERE key = encode(${literal(EXPORT_MARK)})`,
    );
    for (const [mark] of marks.getRowsJS()) yield Buffer.from(`# ${EXPORT_MARK}: ${oneLine(mark as string)}\n`);
    yield Buffer.from(lineOf(names.map(oneLine)));
    const rows = await connection.stream(`SELECT COLUMNS(*)::VARCHAR FROM read_parquet(${file})`);
    for await (const chunk of rows)
      yield Buffer.from(
        chunk
          .getRows()
          .map((row) => lineOf(row as (string | null)[]))
          .join(''),
      );
  } catch (error) {
    if (error instanceof CatalogueError) throw error;
    const [reason] = (error as Error).message.replaceAll(path, 'it').split('\n');
    throw new CatalogueError('MALFORMED_CATALOGUE', `the Parquet file cannot be read: ${reason}`);
  } finally {
    give();
  }
}

const oneLine = (text: string): string => text.replace(/\s*[\r\n]+\s*/g, ' ');

/** Every value is quoted, so that none is taken for a comment. */
const lineOf = (cells: readonly (string | null)[]): string =>
  `${cells.map((cell) => (cell === null ? '' : `"${cell.replaceAll('"', '""').replaceAll('\0', '')}"`)).join(',')}\n`;
