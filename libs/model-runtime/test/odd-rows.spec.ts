import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  type BatchResultDto,
  type CandidateRow,
  formProblems,
  newCommandId,
  newTaskId,
  type PredictionDto,
  renderPredictions,
  toTable,
} from '@exoplanet/contracts';
import type { ModelRegistry } from '../src';
import { commandOf } from './candidates';
import { openRegistry, SHIPPED } from './model-folders';

/** K00752.01 as in the archive's cumulative KOI table. */
const KOI: CandidateRow = {
  source: 'KEPLER',
  period: 9.48803557,
  duration: 2.9575,
  depth: 615.8,
  depth_err: 19.5,
  radius: 2.26,
  impact: 0.146,
  snr: 35.8,
  teq: 793,
  insol: 93.59,
  star_teff: 5455,
  star_logg: 4.467,
  star_radius: 0.927,
};

describe('an odd row', () => {
  let registry: ModelRegistry;
  beforeAll(async () => {
    registry = await openRegistry({ path: join(SHIPPED) });
  });

  async function answers(rows: CandidateRow[]): Promise<PredictionDto[]> {
    const result = await registry.predict(commandOf(toTable(rows)));
    const task = { id: newTaskId(newCommandId('predict')), form: 'batch' as const, rows: rows.length };
    return (renderPredictions(result, 0, task) as BatchResultDto).predictions as PredictionDto[];
  }

  it.each<[string, Partial<CandidateRow>, string, RegExp]>([
    ['a depth above 1e6 ppm', { depth: 1_541_400 }, 'depth', /more than all the light/],
    ['a radius of 100 R⊕ with a shallow transit', { radius: 100 }, 'depth', /covers of the star\.$/],
    ['an impact parameter of 100', { impact: 100 }, 'impact', /misses the star/],
    ['a duration in days', { duration: 2.9575 / 24 }, 'duration', /; duration looks like days\.$/],
    ['an equilibrium temperature of 10 K', { teq: 10 }, 'equilibrium_temperature', /of that at this insolation/],
    ['a log g of 1', { star_logg: 1 }, 'surface_gravity', /solar masses/],
    ['an S/N of 5', { snr: 5 }, 'snr', /depth over its error/],
  ])('is accepted and left undecided with its reason: %s', async (_, changes, name, sentence) => {
    const row = { ...KOI, ...changes };
    expect(formProblems(row)).toEqual([]);
    const [{ prediction, confidence, prediction_set: set, checks }] = await answers([row]);
    expect([prediction, confidence, set]).toEqual(['undecided', 'low', ['planet', 'false_positive']]);
    const check = checks.find((one) => one.name === name);
    expect(check).toMatchObject({ withholds_decision: true });
    expect(check!.sentence).toMatch(sentence);
  });

  it('outside the training distribution is left undecided, with the distance and the likely unit', async () => {
    const [inside, outside] = await answers([KOI, { ...KOI, period: 9.48803557 / 365.25 }]);
    expect([inside.in_distribution.value, inside.checks]).toEqual([true, []]);
    expect([outside.in_distribution.value, outside.prediction, outside.confidence]).toEqual([
      false,
      'undecided',
      'low',
    ]);
    expect(outside.checks.find(({ name }) => name === 'distribution')).toMatchObject({
      value: Number(outside.in_distribution.distance.toPrecision(4)),
      limit: 1,
      withholds_decision: true,
      sentence: expect.stringMatching(/unlike the training data.*; period looks like years\.$/) as string,
    });
  });

  it('without a field that the model uses for its mission says so', async () => {
    const [answer] = await answers([{ source: 'K2', diagnostics: { koi_dor: 3 } }]);
    expect(answer).toMatchObject({
      prediction: 'undecided',
      checks: [{ name: 'usable_fields', withholds_decision: true }],
    });
  });

  it('that is only unusual is decided, and its check is evidence', async () => {
    const eclipse = { ...KOI, depth: 300_000, depth_err: 500, radius: 55, impact: 0.3, snr: 600, duration: 10 };
    const [answer] = await answers([eclipse]);
    expect(answer).toMatchObject({ prediction: 'likely_false_positive' });
    expect(answer.checks.map(({ withholds_decision: withholds }) => withholds)).not.toContain(true);
  });

  it('gets an answer whatever its values are, as long as they are numbers in range', async () => {
    const values = [1e-9, 0.02, 1, 250, 1e6, 1e12];
    const rows = Object.keys(KOI)
      .filter((name) => name !== 'source')
      .flatMap((name) => values.map((value) => ({ ...KOI, [name]: value })))
      .filter((row) => formProblems(row).length === 0);
    expect(rows.length).toBeGreaterThan(60);
    for (const { prediction, probability, in_distribution: reach, checks } of await answers(rows)) {
      expect(Number.isFinite(probability)).toBe(true);
      if (reach.value && checks.every(({ withholds_decision: withholds }) => !withholds)) continue;
      expect(prediction).toBe('undecided');
      for (const { sentence, value, limit } of checks) {
        expect(sentence).toMatch(/^[A-Z].*\.$/);
        expect([Number.isFinite(value), Number.isFinite(limit)]).toEqual([true, true]);
      }
    }
  });
});
