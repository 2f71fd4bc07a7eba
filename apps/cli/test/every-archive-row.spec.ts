import { createReadStream, existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readTable } from '@exoplanet/catalog';
import type { CandidateRow } from '@exoplanet/contracts';
import { ModelRegistry } from '@exoplanet/model-runtime';
import { LocalPredictor } from '../src/predict/local-predictor';

const folder = process.env.EXOPLANET_DATA;
const present = folder !== undefined && existsSync(join(folder, 'catalogs'));
if (!present) console.log("skipped: the archive's own tables are read where EXOPLANET_DATA names the data folder");

async function candidatesIn(name: string): Promise<CandidateRow[]> {
  const file = createReadStream(join(folder!, 'catalogs', `${name}.csv.gz`));
  const candidates: CandidateRow[] = [];
  for await (const row of (await readTable(file, { allSolutions: true })).rows)
    if ('candidate' in row) candidates.push(row.candidate);
  return candidates;
}

describe.skipIf(!present)("every row of the archive's tables", { timeout: 120_000 }, () => {
  let predictor: LocalPredictor;
  beforeAll(async () => {
    const models = await ModelRegistry.open({
      path: resolve(import.meta.dirname, '../../../models'),
      providers: ['cpu'],
      warn: console.warn,
    });
    predictor = new LocalPredictor(models, {});
  });
  afterAll(() => predictor.close());

  /** Row counts are those of the data folder's README; of K2 all solutions. */
  it.each([
    ['koi_cumulative', 8092],
    ['toi', 6562],
    ['k2_candidates', 3479],
  ])(
    'gets an answer, and is undecided with a reason where it is impossible or unlike the training data: %s',
    async (name, rows) => {
      const answers = await predictor.predict(await candidatesIn(name), () => undefined);
      expect(answers).toHaveLength(rows);
      const wrong = answers.filter((answer) => {
        if ('error' in answer) return true;
        const reasons = answer.checks.filter((check) => check.withholds_decision);
        const withheld = reasons.length > 0 || !answer.in_distribution.value;
        const reasoned =
          answer.in_distribution.value || reasons.some((check) => /^(distribution|usable_fields)$/.test(check.name));
        return (
          !Number.isFinite(answer.probability) ||
          !reasoned ||
          (withheld && (answer.prediction !== 'undecided' || answer.confidence !== 'low'))
        );
      });
      expect(wrong).toEqual([]);
    },
  );
});
