import type { DuckDBConnection } from '@duckdb/node-api';
import { COLUMNS } from '@exoplanet/contracts';
import type { CatalogContent, StoredCatalog } from '../catalog/stored-catalog';
import type { Database } from '../database/database';
import { FIELD } from '../parts/row-parts';
import { type Relations, relationsOf } from '../query/relations';

/** A catalogue as it is now. */
export interface DiffSide {
  catalog: StoredCatalog;
  content: CatalogContent;
}

/** Most objects of one list; the counts are of all. */
const MAX_LISTED = 1000;

interface Changed {
  object: string;
  before: Record<string, unknown>;
  after: Record<string, unknown>;
}

/**
 * What changed from one catalogue to another, by object: its name, or star and period where it has none. Of several rows of one
 * object the one with the lowest key counts.
 */
export async function diff(before: DiffSide, after: DiffSide, database: Database): Promise<object> {
  const [a, b] = await Promise.all([before, after].map(({ catalog, content }) => relationsOf(catalog, content)));
  if (!a || !b) return { appeared: NOTHING, gone: NOTHING, verdict_changed: NOTHING };
  return database.use(async (connection) => {
    const [first, second] = [objectsOf(a), objectsOf(b)];
    const only = (one: string, other: string) =>
      `SELECT object, key, prediction, probability FROM ${one} x ANTI JOIN ${other} y USING (object)`;
    return {
      appeared: await listed(connection, only(second, first)),
      gone: await listed(connection, only(first, second)),
      verdict_changed: await changes(connection, first, second),
    };
  });
}

const NOTHING = { count: 0, objects: [] };

const FIELDS = COLUMNS.filter((name) => name !== 'source');

const objectsOf = ({ rows, results }: Relations): string =>
  `(SELECT coalesce(r.id, r.star_id || ' @ ' || round(r.period, 4)::VARCHAR) AS object, arg_min(struct_pack(key := key, prediction := s.prediction,
    probability := s.probability, ${FIELDS.map((name) => `${FIELD(name)} := r.${FIELD(name)}`).join(', ')}), key) AS one,
    min(key) AS key, arg_min(s.prediction, key) AS prediction, arg_min(s.probability, key) AS probability
    FROM ${rows} r LEFT JOIN ${results} s USING (key) WHERE object IS NOT NULL AND r.error IS NULL GROUP BY object)`;

async function listed(connection: DuckDBConnection, sql: string) {
  const counted = await connection.runAndReadAll(`SELECT count(*) FROM (${sql})`);
  const reader = await connection.runAndReadAll(`${sql} ORDER BY object LIMIT ${MAX_LISTED}`);
  return { count: Number(counted.getRowsJS()[0][0]), objects: reader.getRowObjectsJS() };
}

/** Objects with another verdict, the largest change of the probability first, each with the inputs that differ. */
async function changes(connection: DuckDBConnection, first: string, second: string) {
  const pairs = `FROM ${first} x JOIN ${second} y USING (object) WHERE x.prediction <> y.prediction`;
  const counted = await connection.runAndReadAll(`SELECT count(*) ${pairs}`);
  const reader = await connection.runAndReadAll(
    `SELECT object, x.one AS before, y.one AS after ${pairs} ORDER BY abs(x.probability - y.probability) DESC, object LIMIT ${MAX_LISTED}`,
  );
  const objects = (reader.getRowObjectsJS() as unknown as Changed[]).map(({ object, before, after }) => ({
    object,
    before: { key: before.key, prediction: before.prediction, probability: before.probability },
    after: { key: after.key, prediction: after.prediction, probability: after.probability },
    inputs: inputsThatDiffer(before, after),
  }));
  return { count: Number(counted.getRowsJS()[0][0]), objects };
}

/** The largest relative change first; one that appeared or vanished before all others. */
function inputsThatDiffer(before: Record<string, unknown>, after: Record<string, unknown>) {
  const size = (a: unknown, b: unknown) =>
    typeof a === 'number' && typeof b === 'number' ? Math.abs(a - b) / Math.max(Math.abs(a), Math.abs(b)) : Infinity;
  return FIELDS.map((field) => ({ field, before: before[FIELD(field)] ?? null, after: after[FIELD(field)] ?? null }))
    .filter((input) => input.before !== input.after)
    .sort((x, y) => size(y.before, y.after) - size(x.before, x.after));
}
