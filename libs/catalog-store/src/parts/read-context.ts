import { type ContextColumns, MATCH_RELATIONS, type MatchRelation, type RowNames } from '@exoplanet/contracts';
import { DERIVED_OBJECTS } from '../catalog/object-names';
import type { StoredCatalog } from '../catalog/stored-catalog';
import { type Database, parquet } from '../database/database';

/** What the catalogue says about some of its rows. */
interface StoredContext {
  /** For the model, rows by their place among the keys; absent where nothing is said. */
  context?: ContextColumns;
  /** Names of the rows that are mentioned. */
  names: RowNames;
}

interface Entry {
  key: number;
  parent: number;
  parent_id: string | null;
  separation: number | null;
  strength: number | null;
  ratio: number | null;
  relation: MatchRelation;
  objects: number;
}

/** @param keys of the rows, in the order in which the model gets them */
export async function contextOfKeys(
  catalog: StoredCatalog,
  database: Database,
  keys: Int32Array,
): Promise<StoredContext> {
  const path = await catalog.objects.localFile(catalog.key(DERIVED_OBJECTS.matches));
  const found = keys.length === 0 ? [] : await entriesOf(database, path, keys);
  const rowOf = new Map(Array.from(keys, (key, row) => [key, row]));
  const entries = found
    .flatMap((entry) => {
      const row = rowOf.get(entry.key);
      return row === undefined ? [] : [{ ...entry, row }];
    })
    .sort((a, b) => a.row - b.row);
  const ids = new Map(entries.map(({ parent, parent_id: id }) => [parent, id]));
  const names: RowNames = {
    whole: 'catalogue',
    of: (key) => ({ index: key, ...(ids.get(key) == null ? {} : { id: ids.get(key)! }) }),
  };
  if (entries.length === 0) return { names };
  const context: ContextColumns = {
    row: Uint32Array.from(entries, ({ row }) => row),
    parent: Int32Array.from(entries, ({ parent }) => parent),
    separation: Float32Array.from(entries, ({ separation }) => separation ?? NaN),
    match: Float32Array.from(entries, ({ strength }) => strength ?? NaN),
    ratio: Float32Array.from(entries, ({ ratio }) => ratio ?? NaN),
    relation: Uint8Array.from(entries, ({ relation }) => MATCH_RELATIONS.indexOf(relation)),
    objects: Uint16Array.from(entries, ({ objects }) => Math.min(objects, 0xffff)),
  };
  return { context, names };
}

/** What is said about these rows, and perhaps about rows between them. */
async function entriesOf(database: Database, path: string, keys: Int32Array): Promise<Entry[]> {
  let [first, last] = [keys[0], keys[0]];
  for (const key of keys) {
    if (key < first) first = key;
    if (key > last) last = key;
  }
  // A list of many keys takes longer to be read as SQL than the rows that it chooses.
  const isDense = last - first < 2 * keys.length;
  const which = isDense ? `BETWEEN ${first} AND ${last}` : `IN (SELECT unnest([${keys.join(',')}]))`;
  return database.use(async (connection) => {
    const sql = `SELECT * FROM ${parquet([path])} WHERE key ${which}`;
    return (await connection.runAndReadAll(sql)).getRowObjectsJS() as unknown as Entry[];
  });
}
