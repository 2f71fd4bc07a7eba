import { DERIVED_OBJECTS } from '../catalog/object-names';
import type { StoredCatalog } from '../catalog/stored-catalog';
import { type Database, parquet } from '../database/database';
import { RANKED_KEY } from '../parts/ranking';

/** Keys of the rows with ranks `from` to `to`, both included, in order. */
export async function keysOfRanks(
  catalog: StoredCatalog,
  database: Database,
  from: number,
  to: number,
): Promise<number[]> {
  const parts = await catalog.parts('ranked');
  const paths = await Promise.all(
    parts.map((part) => catalog.objects.localFile(catalog.key(DERIVED_OBJECTS.ranked(part)))),
  );
  return database.use(async (connection) => {
    const sql = `SELECT ${RANKED_KEY} FROM ${parquet(paths)} WHERE rank BETWEEN ${from} AND ${to} ORDER BY rank`;
    return (await connection.runAndReadAll(sql)).getRowsJS().map(([key]) => key as number);
  });
}
