import type { DuckDBConnection } from '@duckdb/node-api';
import type { CatalogTable, RowRefusal } from '@exoplanet/contracts';
import type { CatalogContent, StoredCatalog } from '../catalog/stored-catalog';
import type { Database } from '../database/database';
import { everything } from '../query/joined';
import { type Relations, relationsOf } from '../query/relations';
import { agreementOf, type LabelledRow } from './agreement';
import { dispositionColumn } from './dispositions';

const MAX_GROUPS = 50;
/** Maximum relative difference at which two periods, or a period and a multiple, count as the same. */
const SAME_PERIOD = 1e-3;
/** Ratios of periods of which one can be a harmonic of the other. */
const RATIOS = { same: 1, double: 2, triple: 3 };
/** Rows of a star above which they are not compared: it is no star then, and the number of pairs grows with the square. */
const MAX_ROWS_OF_STAR = 200;

/** What a catalogue holds, in numbers. */
export async function summarise(
  catalog: StoredCatalog,
  content: CatalogContent,
  table: CatalogTable,
  database: Database,
): Promise<object> {
  const relations = await relationsOf(catalog, content);
  const base = { catalog_id: catalog.id, rows: table.rows, kind: table.kind };
  if (!relations)
    return {
      ...base,
      counts: content.ranking?.counts ?? null,
      refused: [],
      inputs: [],
      duplicates: null,
      dispositions: null,
    };
  return database.use(async (connection) => ({
    ...base,
    counts: content.ranking?.counts ?? null,
    refused: await refusals(connection, relations),
    inputs: await inputs(connection, relations),
    duplicates: await duplicates(connection, relations),
    dispositions: await dispositions(connection, relations, table),
  }));
}

/** Refused rows by code and column, the most frequent first. */
async function refusals(connection: DuckDBConnection, { rows }: Relations) {
  const reader = await connection.runAndReadAll(
    `SELECT error, count(*) FROM ${rows} WHERE error IS NOT NULL GROUP BY error`,
  );
  const counts = new Map<string, { code: string; column: string; rows: number; example: string }>();
  for (const [json, count] of reader.getRowsJS() as [string, bigint][]) {
    const { code, column = '', detail } = JSON.parse(json) as RowRefusal;
    const group = counts.get(`${code} ${column}`) ?? { code, column, rows: 0, example: detail };
    group.rows += Number(count);
    counts.set(`${code} ${column}`, group);
  }
  return [...counts.values()].sort((a, b) => b.rows - a.rows).slice(0, MAX_GROUPS);
}

/** Kinds of input: which fields that the model uses are missing, the most frequent combination first. */
async function inputs(connection: DuckDBConnection, { results }: Relations) {
  const sql = `SELECT missing, count(*) AS rows FROM ${results} WHERE probability IS NOT NULL GROUP BY missing ORDER BY rows DESC LIMIT ${MAX_GROUPS}`;
  const reader = await connection.runAndReadAll(sql);
  return (reader.getRowsJS() as [string | null, bigint][]).map(([missing, rows]) => ({
    missing: missing?.split(' ') ?? [],
    rows: Number(rows),
  }));
}

/** Pairs of rows of one star, of at most `MAX_ROWS_OF_STAR`, whose periods are the same or harmonics: the same object twice, or an alias of it. */
async function duplicates(connection: DuckDBConnection, { rows }: Relations) {
  const ratio = Object.entries(RATIOS)
    .map(
      ([name, value]) =>
        `WHEN abs(greatest(a.period, b.period) / least(a.period, b.period) / ${value} - 1) < ${SAME_PERIOD} THEN '${name}'`,
    )
    .join(' ');
  const isUsable = 'error IS NULL AND star_id IS NOT NULL AND period > 0';
  const stars = `SELECT star_id FROM ${rows} WHERE ${isUsable} GROUP BY star_id HAVING count(*) BETWEEN 2 AND ${MAX_ROWS_OF_STAR}`;
  const usable = `(SELECT key, id, star_id, period FROM ${rows} WHERE ${isUsable} AND star_id IN (${stars}))`;
  const pairs = `SELECT a.key AS key, b.key AS other, a.id AS id, b.id AS other_id, a.star_id AS star_id, CASE ${ratio} END AS kind
    FROM ${usable} a JOIN ${usable} b ON a.star_id = b.star_id AND a.key < b.key`;
  const counted = await connection.runAndReadAll(
    `SELECT kind, count(*) FROM (${pairs}) WHERE kind IS NOT NULL GROUP BY kind`,
  );
  const listed = await connection.runAndReadAll(
    `SELECT * FROM (${pairs}) WHERE kind IS NOT NULL ORDER BY key, other LIMIT ${MAX_GROUPS}`,
  );
  const counts = Object.fromEntries(
    (counted.getRowsJS() as [string, bigint][]).map(([kind, count]) => [kind, Number(count)]),
  );
  return { counts, pairs: listed.getRowObjectsJS() };
}

async function dispositions(connection: DuckDBConnection, relations: Relations, table: CatalogTable) {
  const column = dispositionColumn(table);
  if (!column) return null;
  const sql = `SELECT key, r.id, s.probability, s.prediction, ${column.label} AS label FROM ${everything(relations)}
    WHERE s.probability IS NOT NULL AND ${column.label} IS NOT NULL`;
  const reader = await connection.runAndReadAll(sql);
  const rows = (reader.getRowsJS() as [number, string | null, number, string, number][]).map(
    ([key, id, probability, prediction, label]): LabelledRow => ({
      key,
      id,
      probability,
      prediction,
      isPlanet: label === 1,
    }),
  );
  return { column: column.name, ...agreementOf(rows) };
}
