import type { CatalogCounts, CatalogRanking, ExplainChoice } from '@exoplanet/contracts';
import { explainPartRows, OBJECTS } from '../catalog/object-names';
import type { StoredCatalog } from '../catalog/stored-catalog';
import { type Database, parquet } from '../database/database';
import { copyTo } from '../database/write-parquet';
import { EMPTY_SCORES } from './empty-tables';

/** Gives every scored row its rank, once all parts are scored, and writes the results of all rows. */
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
    // Only keys are sorted, and results pass by one after another, so this needs little memory whatever the number of rows. A row
    // is refused or scored, so the two stand below each other.
    const refused =
      rows.length > 0
        ? `UNION ALL BY NAME SELECT key, true AS refused FROM ${parquet(rows)} WHERE error IS NOT NULL`
        : '';
    try {
      await connection.run(
        `CREATE TEMP TABLE ranks AS SELECT key, (row_number() OVER ())::INTEGER AS rank
         FROM (SELECT key FROM ${scored} ORDER BY probability DESC, key)`,
      );
      await copyTo(
        connection,
        path,
        `SELECT rank, results.* FROM (SELECT false AS refused, * FROM ${scored} ${refused}) results LEFT JOIN ranks USING (key)`,
      );
    } finally {
      await connection.run('DROP TABLE IF EXISTS ranks');
    }
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
