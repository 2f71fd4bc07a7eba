import { resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AnalyzeCommand } from '@exoplanet/contracts';
import { madeCurve, withBoxes } from '@exoplanet/light-curve/testing';
import { ModelRegistry } from '@exoplanet/model-runtime';
import { vetLightCurve } from '../src';

const EPHEMERIS = { period: 3.7, epoch: 133.2, duration: 3 };
const STAR = { teff: 5700, logg: 4.4, radius: 1, magnitude: 10 };
const made = madeCurve({ span: 27, noise: 3e-4 });

describe('a curve of TESS or K2', () => {
  let models: ModelRegistry;
  beforeAll(async () => {
    const path = resolve(import.meta.dirname, '../../../models');
    models = await ModelRegistry.open({ path, providers: ['cpu'], warn: () => undefined });
  });
  afterAll(() => models?.close());

  const vet = async (depth: number, options: Partial<AnalyzeCommand['options']> = {}) => {
    const { time, flux } = withBoxes(made, { ...EPHEMERIS, depth });
    const all = { ...EPHEMERIS, max_planets: 1, star: STAR, source: 'TESS' as const, ...options };
    const { detections, notices } = await vetLightCurve(
      { columns: { time, flux }, time_system: 'BTJD', options: all },
      { models },
    );
    return { ...detections[0], notices };
  };

  it('with a dip of 18 % is a false positive by its measured row, and says so', async () => {
    const { prediction, decision, notices } = await vet(180_000);
    expect(prediction).toMatchObject({ prediction: 'likely_false_positive', heads_used: ['tabular'] });
    expect(decision).toContain('with the temperature, gravity, radius and magnitude of the star');
    expect(notices).toContain(decision);
  });

  it('is undecided where nothing is known of the star and the dip could be a planet', async () => {
    const { prediction, decision } = await vet(3000, { star: {} });
    expect(prediction!.prediction).toBe('undecided');
    expect(decision).toContain('by its period, duration and depth alone');
  });

  it('of K2 is answered by the same rules, with a notice that no curves checked them', async () => {
    const { prediction, notices } = await vet(180_000, { source: 'K2' });
    expect(prediction!.prediction).toBe('likely_false_positive');
    expect(notices.join()).toContain('No light curves of this mission were available to check it');
  });

  it('is undecided by a model that reads views, and the errors of the star are in the row', async () => {
    const star = { ...STAR, teffErr: 90, radiusErr: 0.05 };
    const { prediction, row } = await vet(10_000, { model: 'multimodal', star });
    expect(prediction!.prediction).toBe('undecided');
    expect(row).toMatchObject({ star_teff_err_low: 90, star_radius_err_high: 0.05 });
  });
});
