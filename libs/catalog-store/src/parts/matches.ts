import type { DuckDBConnection } from '@duckdb/node-api';
import { matchEphemerides, multiplicity, relationOf } from '@exoplanet/catalog';
import { COLUMNS } from '@exoplanet/contracts';
import { DERIVED_OBJECTS } from '../catalog/object-names';
import type { StoredCatalog } from '../catalog/stored-catalog';
import { type Database, parquet } from '../database/database';
import { appendRows, copyTo } from '../database/write-parquet';
import { fieldColumn } from './row-parts';

/** Signals that are in memory together: a group, and its neighbours on each side. */
const GROUPS = { size: 100_000, neighbours: 10_000 };

const STRENGTHS = ['depth', 'star_mag'].filter((name) => COLUMNS.includes(name));

type Signal = Parameters<typeof matchEphemerides<number>>[0][number];

/**
 * Finds, over all rows of a catalogue, signals with the same ephemeris and the objects of each star, and writes what they say
 * about rows; most rows have no entry. A signal matches another at its period, at half of it or at twice, so signals are ordered
 * by the fractional part of log₂ of the period, in which these are the same, and compared group by group.
 */
export async function writeMatches(
  catalog: StoredCatalog,
  database: Database,
  { size, neighbours } = GROUPS,
): Promise<void> {
  const { objects } = catalog;
  const parts = await catalog.parts('rows');
  if (parts.length === 0) return;
  const rows = parquet(
    await Promise.all(parts.map((part) => objects.localFile(catalog.key(DERIVED_OBJECTS.rows(part))))),
  );
  const path = objects.scratchFile();
  await database.use(async (connection) => {
    try {
      await prepare(connection, rows);
      const signals = Number((await connection.runAndReadAll('SELECT count(*) FROM signals')).getRowsJS()[0][0]);
      for (let from = 0; from < signals; from += size)
        await compareGroup(connection, { from, size, neighbours: signals > size ? neighbours : 0, signals });
      const groups = Math.ceil(signals / size);
      for (let group = 0; group < groups; group++) await countObjects(connection, group, groups);
      await copyTo(
        connection,
        path,
        `SELECT key, coalesce(parent, -1)::INTEGER AS parent, p.id AS parent_id, separation, strength, ratio,
           coalesce(relation, 'unknown') AS relation, coalesce(objects, 0)::INTEGER AS objects
         FROM matched FULL JOIN companions USING (key)
         LEFT JOIN (SELECT key AS parent, id FROM ${rows} WHERE key IN (SELECT parent FROM matched)) p USING (parent) ORDER BY key`,
      );
    } finally {
      for (const table of ['signals', 'matched', 'companions']) await connection.run(`DROP TABLE IF EXISTS ${table}`);
    }
  });
  await catalog.putFile(DERIVED_OBJECTS.matches, path);
}

/**
 * The signals that can be compared, with their places in the order of comparison, and empty tables for what is found. Rows are
 * sorted before they are counted, because a sort can leave memory for files and a window with an order cannot.
 */
async function prepare(connection: DuckDBConnection, rows: string): Promise<void> {
  const strengths = STRENGTHS.map((name) => `${fieldColumn(name)} AS ${name}`).join(', ');
  await connection.run(
    `CREATE TEMP TABLE signals AS SELECT row_number() OVER () - 1 AS place, * FROM (
       SELECT key, star_id, period, epoch, ra, dec, ${strengths} FROM ${rows}
       WHERE error IS NULL AND period > 0 AND (star_id IS NOT NULL OR ra IS NOT NULL)
       ORDER BY log2(period) - floor(log2(period)), key)`,
  );
  await connection.run(
    'CREATE TEMP TABLE matched (key INTEGER, parent INTEGER, separation FLOAT, strength FLOAT, ratio FLOAT, relation VARCHAR)',
  );
  await connection.run('CREATE TEMP TABLE companions (key INTEGER, objects INTEGER)');
}

/** Matches of the signals at some places. The order is a circle: the last places are neighbours of the first. */
async function compareGroup(
  connection: DuckDBConnection,
  { from, size, neighbours, signals }: { from: number; size: number; neighbours: number; signals: number },
): Promise<void> {
  const within = `(place - ${from} + ${neighbours} + ${signals}) % ${signals} < ${size + 2 * neighbours}`;
  const reader = await connection.runAndReadAll(`SELECT * FROM signals WHERE ${within} ORDER BY place`);
  const compared = reader.getRowObjectsJS() as unknown as (Signal & { place: bigint })[];
  const matches = matchEphemerides(compared);
  const found = compared.flatMap(({ place, key }) => {
    const match = place >= from && place < from + size ? matches.get(key) : undefined;
    return match ? [{ key, match }] : [];
  });
  await appendRows(connection, 'matched', [
    { name: 'key', type: 'INTEGER', values: found.map(({ key }) => key) },
    { name: 'parent', type: 'INTEGER', values: found.map(({ match }) => match.parent) },
    { name: 'separation', type: 'FLOAT', values: found.map(({ match }) => match.separation_arcsec ?? null) },
    { name: 'strength', type: 'FLOAT', values: found.map(({ match }) => match.match) },
    { name: 'ratio', type: 'FLOAT', values: found.map(({ match }) => match.period_ratio) },
    { name: 'relation', type: 'VARCHAR', values: found.map(({ match }) => relationOf(match)) },
  ]);
}

/** Objects of the stars of one group; all signals of a star are in one. */
async function countObjects(connection: DuckDBConnection, group: number, groups: number): Promise<void> {
  const reader = await connection.runAndReadAll(
    `SELECT key, star_id, period FROM signals WHERE star_id IS NOT NULL AND hash(star_id) % ${groups} = ${group}`,
  );
  const counts = multiplicity(reader.getRowObjectsJS() as unknown as Signal[]);
  const several = [...counts].filter(([, objects]) => objects > 1);
  await appendRows(connection, 'companions', [
    { name: 'key', type: 'INTEGER', values: several.map(([key]) => key) },
    { name: 'objects', type: 'INTEGER', values: several.map(([, objects]) => objects) },
  ]);
}
