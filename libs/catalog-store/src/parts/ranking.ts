import type { DuckDBConnection } from '@duckdb/node-api';
import type { CatalogCounts, CatalogRanking, ExplainChoice } from '@exoplanet/contracts';
import { DERIVED_OBJECTS, explainPartRows, PART_ROWS } from '../catalog/object-names';
import type { StoredCatalog } from '../catalog/stored-catalog';
import { type Database, parquet } from '../database/database';
import { copyTo } from '../database/write-parquet';
import { EMPTY_SCORES } from './empty-tables';

/** Key of a row in a part of ranked results. It has a name of its own, so that `key` is that of the uploaded row beside it. */
export const RANKED_KEY = 'ranked_key';

/**
 * Gives every scored row its rank, once all parts are scored. Each part of the uploaded rows gets a part of ranked results with an
 * entry for each row, in the same order, so that the two can be read side by side. Only keys are sorted over all parts: the
 * memory that this takes hardly grows with the table.
 */
export async function rankRows(catalog: StoredCatalog, database: Database, explain: ExplainChoice): Promise<void> {
  const { objects } = catalog;
  const parts = await catalog.parts('rows');
  const pathsOf = (name: (part: number) => string) =>
    Promise.all(parts.map((part) => objects.localFile(catalog.key(name(part)))));
  const [rows, scores] = [await pathsOf(DERIVED_OBJECTS.rows), await pathsOf(DERIVED_OBJECTS.scores)];
  const groups = await database.use(async (connection) => {
    try {
      await connection.run(
        `CREATE TEMP TABLE ranks AS SELECT key, (row_number() OVER ())::INTEGER AS rank
         FROM (SELECT key FROM ${scores.length > 0 ? parquet(scores) : EMPTY_SCORES} ORDER BY probability DESC, key)`,
      );
      const counted: Group[] = [];
      for (const [index, part] of parts.entries())
        counted.push(...(await rankPart(catalog, connection, part, rows[index], scores[index])));
      return counted;
    } finally {
      await connection.run('DROP TABLE IF EXISTS ranks');
    }
  });
  const counts = countsOf(groups);
  const scored = counts.likely_planet + counts.likely_false_positive + counts.undecided;
  await catalog.write('ranking', {
    counts,
    scored,
    explain: explanationPlan(explain, scored),
    ranked_at: new Date().toISOString(),
  });
}

/** Rows with one prediction, or refused ones. */
type Group = [prediction: string | null, refused: boolean, rows: bigint];

/** Writes one part of ranked results; returns the counts of its rows. */
async function rankPart(
  catalog: StoredCatalog,
  connection: DuckDBConnection,
  part: number,
  rows: string,
  scores: string,
): Promise<Group[]> {
  const path = catalog.objects.scratchFile();
  const range = `key BETWEEN ${part * PART_ROWS} AND ${(part + 1) * PART_ROWS - 1}`;
  await copyTo(
    connection,
    path,
    `SELECT r.key AS ${RANKED_KEY}, r.error IS NOT NULL AS refused, rank, s.* EXCLUDE (key)
     FROM ${parquet([rows])} r LEFT JOIN ${parquet([scores])} s USING (key)
     LEFT JOIN (SELECT * FROM ranks WHERE ${range}) USING (key) ORDER BY r.key`,
    [],
    { layout: 'both' },
  );
  const counted = await connection.runAndReadAll(
    `SELECT prediction, refused, count(*) FROM ${parquet([path])} GROUP BY ALL`,
  );
  await catalog.putFile(DERIVED_OBJECTS.ranked(part), path);
  return counted.getRowsJS() as Group[];
}

export function countsOf(groups: readonly Group[]): CatalogCounts {
  const sum = (matches: (prediction: string | null, refused: boolean) => boolean) =>
    groups.reduce(
      (total, [prediction, refused, count]) => total + (matches(prediction, refused) ? Number(count) : 0),
      0,
    );
  return {
    likely_planet: sum((prediction) => prediction === 'likely_planet'),
    likely_false_positive: sum((prediction) => prediction === 'likely_false_positive'),
    undecided: sum((prediction) => prediction === 'undecided'),
    refused: sum((_, refused) => refused),
  };
}

function explanationPlan(explain: ExplainChoice, scored: number): CatalogRanking['explain'] {
  const wanted = explain === 'none' ? 0 : explain === 'all' ? scored : Number(explain.slice(4));
  const rows = Math.min(wanted, scored);
  return { rows, parts: Math.ceil(rows / explainPartRows(rows)) };
}
