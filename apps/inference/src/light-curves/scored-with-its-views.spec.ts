import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CandidateRow, type PredictionDto, renderPredictions, toTable } from '@exoplanet/contracts';
import { analyze, measureRow, prepare, readLightCurveFiles, viewInputs } from '@exoplanet/light-curve';
import { ModelRegistry } from '@exoplanet/model-runtime';

const data = process.env.EXOPLANET_DATA;
const models = resolve(import.meta.dirname, '../../../../models');
if (!data) console.warn('skipped, EXOPLANET_DATA is not set: a Kepler light curve scored with its views');

/** KOI-752.01 (Kepler-227 b), confirmed: period and epoch of the NASA Exoplanet Archive's KOI table, four quarters of KIC 10797460. */
const PLANET = { period: 9.48803557, epoch: 170.53875, duration: 2.9575 };
const STAR = { mission: 'KEPLER' as const, teff: 5455, logg: 4.467, radius: 0.927, magnitude: 15.347 };

const served = existsSync(resolve(models, 'multimodal'));
if (!served) console.log('skipped: no multimodal model is in models/');

describe.skipIf(!data || !served)('a Kepler light curve', () => {
  let registry: ModelRegistry;
  beforeAll(async () => {
    registry = await ModelRegistry.open({ path: models, providers: ['cpu'], warn: () => undefined });
  });
  afterAll(() => registry?.close());

  it('is scored by the row it was measured to have and by its views', { timeout: 120_000 }, async () => {
    const folder = join(data!, 'light_curves/fits');
    const names = (readdirSync(folder, { recursive: true }) as string[])
      .filter((name) => name.includes('010797460'))
      .sort()
      .slice(1, 5);
    const { curves } = readLightCurveFiles(names.map((name) => ({ name, bytes: readFileSync(join(folder, name)) })));
    const { curve } = prepare(curves);
    const { detections } = analyze(curve, { target: STAR, known: PLANET });
    const table = toTable(detections.map((detection) => measureRow(detection, STAR)) as CandidateRow[]);
    const [result] = await registry.predictDetections({
      options: {},
      table,
      views: detections.map(({ views }) => viewInputs(views)),
    });
    const answer = renderPredictions(result, 0, { id: '' as never, form: 'single', rows: 1 }) as PredictionDto;
    expect(answer.model.name).toBe('multimodal');
    const shipped = registry.card('multimodal').heads!.filter(({ ships }) => ships);
    expect(answer.heads_used).toEqual(shipped.map(({ name }) => name));
    expect(answer.heads_used).toEqual(expect.arrayContaining(['row', 'local', 'river']));
    expect(answer.prediction).toBe('likely_planet');
  });
});
