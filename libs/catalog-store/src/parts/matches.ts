import { matchEphemerides, multiplicity } from '@exoplanet/catalog';
import { COLUMNS } from '@exoplanet/contracts';
import { OBJECTS } from '../catalog/object-names';
import type { StoredCatalog } from '../catalog/stored-catalog';
import { type Database, parquet } from '../database/database';
import { writeParquet } from '../database/write-parquet';
import { FIELD } from './row-parts';

/** Most signals that are compared: they are in memory together. The rows of a larger catalogue have no match and no companions. */
const MAX_SIGNALS = 250_000;

const STRENGTHS = ['depth', 'star_mag'].filter((name) => COLUMNS.includes(name));

/**
 * Finds signals of nearby stars with the same ephemeris, and the other candidates of each star, over all rows of a catalogue.
 * It keeps a core busy for seconds where there are 100,000 rows.
 */
export async function writeMatches(catalog: StoredCatalog, database: Database): Promise<void> {
  const { objects } = catalog;
  const parts = await catalog.parts('rows');
  if (parts.length === 0) return;
  const rows = parquet(await Promise.all(parts.map((part) => objects.localFile(catalog.key(OBJECTS.rows(part))))));
  const from = `FROM ${rows} WHERE error IS NULL AND period IS NOT NULL`;
  const path = objects.scratchFile();
  const isWritten = await database.use(async (connection) => {
    const count = Number((await connection.runAndReadAll(`SELECT count(*) ${from}`)).getRowsJS()[0][0]);
    if (count === 0 || count > MAX_SIGNALS) return false;
    const strengths = STRENGTHS.map((name) => `${FIELD(name)} AS ${name}`).join(', ');
    const reader = await connection.runAndReadAll(`SELECT key, star_id, period, epoch, ra, dec, ${strengths} ${from}`);
    const signals = reader.getRowObjectsJS() as unknown as Parameters<typeof matchEphemerides<number>>[0];
    const matches = matchEphemerides(signals);
    const objectsOfStar = multiplicity(signals);
    const keys = signals.map(({ key }) => key);
    await writeParquet(connection, path, [
      { name: 'key', type: 'INTEGER', values: keys },
      { name: 'match', type: 'VARCHAR', values: keys.map((key) => textOf(matches.get(key))) },
      { name: 'companions', type: 'INTEGER', values: keys.map((key) => companionsOf(objectsOfStar.get(key))) },
    ]);
    return true;
  });
  if (isWritten) await objects.putFile(catalog.key(OBJECTS.matches), path);
}

const textOf = (match: object | undefined): string | null => (match ? JSON.stringify(match) : null);
/** The row itself is among the objects of its star. */
const companionsOf = (objects: number | undefined): number | null => (objects === undefined ? null : objects - 1);
