import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ModelRegistry } from '@exoplanet/model-runtime';
import { vetLightCurve } from '../src';

const data = process.env.EXOPLANET_DATA;
const models = resolve(import.meta.dirname, '../../../models');

/** KOI-752.01 (Kepler-227 b), confirmed: period and epoch of the NASA Exoplanet Archive's KOI table, four quarters of KIC 10797460. */
const PLANET = { period: 9.48803557, epoch: 170.53875, duration: 2.9575 };
const STAR = { teff: 5455, logg: 4.467, radius: 0.927, magnitude: 15.347 };

describe.skipIf(!data)('a Kepler light curve (needs EXOPLANET_DATA)', () => {
  let registry: ModelRegistry;
  beforeAll(async () => {
    registry = await ModelRegistry.open({ path: models, providers: ['cpu'], warn: () => undefined });
  });
  afterAll(() => registry?.close());

  it('is scored by its measured row and its views', { timeout: 120_000 }, async () => {
    const folder = join(data!, 'light_curves/fits');
    const names = (readdirSync(folder, { recursive: true }) as string[])
      .filter((name) => name.includes('010797460'))
      .sort()
      .slice(1, 5);
    const files = names.map((name) => ({ name, bytes: readFileSync(join(folder, name)) }));
    const options = { ...PLANET, max_planets: 1, star: STAR, source: 'KEPLER' as const };
    const { detections } = await vetLightCurve({ files, options }, { models: registry });
    const prediction = detections[0].prediction!;
    expect(prediction.model.name).toBe('multimodal');
    const shipped = registry.card('multimodal').heads!.filter(({ ships }) => ships);
    expect(prediction.heads_used).toEqual(shipped.map(({ name }) => name));
    expect(prediction.heads_used).toEqual(expect.arrayContaining(['row', 'local', 'river']));
    expect(prediction.prediction).toBe('likely_planet');
  });
});
