import type { DuckDBConnection } from '@duckdb/node-api';
import type { CatalogContent, StoredCatalog } from '../catalog/stored-catalog';
import type { Database } from '../database/database';
import { rowsWithResults } from '../query/joined';
import { type Relations, relationsOf } from '../query/relations';

/** A catalogue as it is now. */
export interface DiffSide {
  catalog: StoredCatalog;
  content: CatalogContent;
}

/** An object of one catalogue. */
interface DiffObject {
  object: string;
  key: number;
  prediction: string | null;
  probability: number | null;
}

/** A row with its verdict. */
interface Judged {
  key: number;
  prediction: string;
  probability: number;
}

/** An object with another verdict. */
export interface ChangedObject {
  object: string;
  before: Judged;
  after: Judged;
}

export const DIFF_LISTS = ['appeared', 'gone', 'verdict_changed'] as const;
export type DiffList = (typeof DIFF_LISTS)[number];

/** The lists of a diff: `count` is for the whole list, `objects` are those of the page. */
interface Diff {
  appeared: { count: number; objects: DiffObject[] };
  gone: { count: number; objects: DiffObject[] };
  verdict_changed: { count: number; objects: ChangedObject[] };
}

export interface DiffPage {
  limit: number;
  /** Objects before the page. */
  offset: number;
  /** The list that is paged; without it the beginning of each. */
  list?: DiffList;
}

/**
 * What changed from one catalogue to another, by object: its name, or star and period where it has none. Of several rows of one
 * object the one with the lowest key counts. The largest change of the probability comes first.
 */
export async function diff(before: DiffSide, after: DiffSide, database: Database, page: DiffPage): Promise<Diff> {
  const [a, b] = await Promise.all([before, after].map(({ catalog, content }) => relationsOf(catalog, content)));
  const [first, second] = [objectsOf(a), objectsOf(b)];
  const only = (one: string, other: string) =>
    `SELECT object, key, prediction, probability FROM ${one} ANTI JOIN ${other} USING (object)`;
  const changed = `SELECT object, x.key AS key_before, x.prediction AS prediction_before, x.probability AS probability_before,
      y.key AS key_after, y.prediction AS prediction_after, y.probability AS probability_after
    FROM ${first} x JOIN ${second} y USING (object) WHERE x.prediction <> y.prediction`;
  return database.use(async (connection) => {
    const listed = <T>(list: DiffList, sql: string, order: string) =>
      listOf<T>(connection, sql, order, page.list === undefined || page.list === list ? page : undefined);
    const changes = await listed<ChangedColumns>(
      'verdict_changed',
      changed,
      'abs(probability_before - probability_after) DESC, object',
    );
    return {
      appeared: await listed<DiffObject>('appeared', only(second, first), 'object'),
      gone: await listed<DiffObject>('gone', only(first, second), 'object'),
      verdict_changed: { count: changes.count, objects: changes.objects.map(changedObject) },
    };
  });
}

interface ChangedColumns {
  object: string;
  key_before: number;
  prediction_before: string;
  probability_before: number;
  key_after: number;
  prediction_after: string;
  probability_after: number;
}

const changedObject = (row: ChangedColumns): ChangedObject => ({
  object: row.object,
  before: { key: row.key_before, prediction: row.prediction_before, probability: row.probability_before },
  after: { key: row.key_after, prediction: row.prediction_after, probability: row.probability_after },
});

const objectsOf = (relations: Relations | undefined): string =>
  relations
    ? `(SELECT coalesce(r.id, r.star_id || ' @ ' || round(r.period, 4)::VARCHAR) AS object, min(key) AS key,
        arg_min(s.prediction, key) AS prediction, arg_min(s.probability, key) AS probability
        FROM ${rowsWithResults(relations)} WHERE object IS NOT NULL AND r.error IS NULL GROUP BY object)`
    : `(SELECT '' AS object, 0 AS key, '' AS prediction, 0::DOUBLE AS probability WHERE false)`;

async function listOf<T>(
  connection: DuckDBConnection,
  sql: string,
  order: string,
  page: DiffPage | undefined,
): Promise<{ count: number; objects: T[] }> {
  const counted = await connection.runAndReadAll(`SELECT count(*) FROM (${sql})`);
  const count = Number(counted.getRowsJS()[0][0]);
  if (!page) return { count, objects: [] };
  const reader = await connection.runAndReadAll(`${sql} ORDER BY ${order} LIMIT ${page.limit} OFFSET ${page.offset}`);
  return { count, objects: reader.getRowObjectsJS() as unknown as T[] };
}
