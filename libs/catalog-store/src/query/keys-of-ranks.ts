import { OBJECTS } from '../catalog/object-names';
import type { StoredCatalog } from '../catalog/stored-catalog';
import { type Database, parquet } from '../database/database';

/** Keys of the rows with ranks `from` to `to`, both included, in order. */
export async function keysOfRanks(
  catalog: StoredCatalog,
  database: Database,
  from: number,
  to: number,
): Promise<number[]> {
  const path = await catalog.objects.localFile(catalog.key(OBJECTS.ranked));
  return database.use(async (connection) => {
    const sql = `SELECT key FROM ${parquet([path])} WHERE rank BETWEEN ${from} AND ${to} ORDER BY rank`;
    return (await connection.runAndReadAll(sql)).getRowsJS().map(([key]) => key as number);
  });
}
