import type { CatalogCounts, CatalogRanking, ExplainChoice } from '@exoplanet/contracts';
import { explainPartRows, OBJECTS } from '../catalog/object-names';
import type { StoredCatalog } from '../catalog/stored-catalog';
import { type Database, parquet } from '../database/database';
import { copyTo } from '../database/write-parquet';
import { EMPTY_SCORES } from './empty-tables';

/** Gives every scored row its rank, once all parts are scored, and writes all rows in the order of their ranks. */
export async function rankRows(catalog: StoredCatalog, database: Database, explain: ExplainChoice): Promise<void> {
  const { objects } = catalog;
  const pathsOf = async (kind: 'rows' | 'scores') => {
    const parts = await catalog.parts(kind);
    return Promise.all(parts.map((part) => objects.localFile(catalog.key(OBJECTS[kind](part)))));
  };
  const [rows, scores] = [await pathsOf('rows'), await pathsOf('scores')];
  const path = objects.scratchFile();
  const counts = await database.use(async (connection) => {
    const scored = scores.length > 0 ? parquet(scores) : EMPTY_SCORES;
    const all =
      rows.length > 0
        ? `SELECT key, error IS NOT NULL AS refused FROM ${parquet(rows)}`
        : 'SELECT 0::INTEGER AS key, false AS refused WHERE false';
    const rank =
      'CASE WHEN probability IS NOT NULL THEN row_number() OVER (ORDER BY probability DESC NULLS LAST, key) END';
    await copyTo(
      connection,
      path,
      `SELECT ${rank}::INTEGER AS rank, *
       FROM (${all}) LEFT JOIN ${scored} USING (key) ORDER BY rank NULLS LAST, key`,
    );
    const reader = await connection.runAndReadAll(
      `SELECT prediction, refused, count(*) FROM ${parquet([path])} GROUP BY ALL`,
    );
    return countsOf(reader.getRowsJS() as [string | null, boolean, bigint][]);
  });
  await catalog.putFile(OBJECTS.ranked, path);
  const scored = counts.likely_planet + counts.likely_false_positive + counts.undecided;
  await catalog.write('ranking', {
    counts,
    scored,
    explain: explanationPlan(explain, scored),
    ranked_at: new Date().toISOString(),
  });
}

export function countsOf(groups: readonly [string | null, boolean, bigint][]): CatalogCounts {
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
