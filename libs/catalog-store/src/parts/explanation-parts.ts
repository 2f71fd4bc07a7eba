import { type ExplanationDto, type PredictResult, round6 } from '@exoplanet/contracts';
import type { StoredCatalog } from '../catalog/stored-catalog';
import type { Database } from '../database/database';
import { writeParquet } from '../database/write-parquet';

/** Number of reasons that stand beside a row; the whole explanation has all of them. */
const REASONS = 3;

/** The groups that move the row most, with sign; a group that adds nothing is left out. */
const reasonsOf = ({ contributions }: ExplanationDto) =>
  contributions
    .filter(({ log_odds }) => log_odds !== 0)
    .slice(0, REASONS)
    .map(({ group, title, log_odds }) => ({ group, title, log_odds }));

/** Reasons as one text; null where there is none. */
const reasonsText = (reasons: ReturnType<typeof reasonsOf>): string | null =>
  reasons.map(({ group, log_odds }) => `${group} ${log_odds < 0 ? '' : '+'}${log_odds}`).join('; ') || null;

/** Writes the explanations and quantiles of rows. @param name of the object @param keys of the explained rows */
export async function writeExplanations(
  catalog: StoredCatalog,
  database: Database,
  name: string,
  keys: Int32Array,
  { explanations = [], quantiles }: PredictResult,
): Promise<void> {
  const path = catalog.objects.scratchFile();
  const reasons = explanations.map(reasonsOf);
  const quantile = (level: number) =>
    Array.from(keys, (_, row) => (quantiles ? round6(quantiles[3 * row + level]) : null));
  await database.use((connection) =>
    writeParquet(connection, path, [
      [
        { name: 'key', type: 'INTEGER', values: keys },
        { name: 'p16', type: 'DOUBLE', values: quantile(0) },
        { name: 'p50', type: 'DOUBLE', values: quantile(1) },
        { name: 'p84', type: 'DOUBLE', values: quantile(2) },
        { name: 'reasons', type: 'VARCHAR', values: reasons.map(reasonsText) },
        { name: 'reasons_json', type: 'VARCHAR', values: reasons.map((one) => JSON.stringify(one)) },
        { name: 'explanation', type: 'VARCHAR', values: explanations.map((one) => JSON.stringify(one)) },
      ],
    ]),
  );
  await catalog.putFile(name, path);
}
