import { describe, expect, it } from 'vitest';
import {
  type BatchResultDto,
  CHECKS,
  confidenceOf,
  newCommandId,
  newTaskId,
  type PredictionDto,
  type PredictResult,
  type PredictTask,
  renderPredictions,
  renderPredictionsJson,
  verdictOf,
} from '../index';

const PROBABILITIES = [0, 1, 0.5, 0.000001, 0.999999, 0.912345, 0.1, 0.25, 0.05, 0.95, 0.8, 0.949999, 1 / 3, 0.300001];
const DISTANCES = [0, 1, 0.83, 2.4, 2.4000015, 1e-7, 123456.789, 999999.9, 1e6, 3.2e12, 0.1, 2.5];
const ROWS = PROBABILITIES.length * DISTANCES.length;

const result = (more: Partial<PredictResult> = {}): PredictResult => ({
  model: { name: 'tabular', version: '1', sha256: 'a'.repeat(64) },
  heads: ['tabular'],
  probability: Float64Array.from({ length: ROWS }, (_, i) => PROBABILITIES[i % PROBABILITIES.length]),
  sets: Uint8Array.from({ length: ROWS }, (_, i) => i % 4),
  distance: Float32Array.from({ length: ROWS }, (_, i) => DISTANCES[i % DISTANCES.length]),
  distanceLimit: 2.4,
  inside: Uint8Array.from({ length: ROWS }, (_, i) => Number(i % 5 !== 0)),
  missing: {
    lists: [[], ['depth', 'period_err'], ['diagnostics']],
    ignored: [['star_pmra'], [], []],
    index: Uint16Array.from({ length: ROWS }, (_, i) => i % 3),
  },
  milliseconds: 1.23456,
  ...more,
});

/** Two checks of row 3 and one of row 9; the second withholds, with a unit that explains it. */
const checks: PredictResult['checks'] = {
  row: Uint32Array.of(3, 3, 9),
  check: Uint8Array.of(CHECKS.indexOf('orbit'), CHECKS.indexOf('duration'), CHECKS.indexOf('distribution')),
  value: Float64Array.of(0.87654321, 0.0402, 2.5),
  limit: Float64Array.of(1, 0.1, 1),
  withholds: Uint8Array.of(0, 1, 1),
  mistake: Uint8Array.of(0, 1, 0),
};

const task = (more: Partial<PredictTask> = {}): PredictTask => ({
  id: newTaskId(newCommandId('predict')),
  form: 'batch',
  rows: ROWS,
  ...more,
});

describe('the answer of a task', () => {
  it('is one prediction for a single request, with the name that it gave', () => {
    expect(renderPredictions(result(), 13, task({ form: 'single', rows: 1, ids: ['K00752.01'] }))).toEqual({
      id: 'K00752.01',
      prediction: 'likely_planet',
      probability: 0.300001,
      confidence: 'low',
      prediction_set: ['planet'],
      in_distribution: { value: true, distance: 1, limit: 2.4 },
      heads_used: ['tabular'],
      missing: ['depth', 'period_err'],
      ignored: [],
      model: { name: 'tabular', version: '1', sha256: 'a'.repeat(64) },
      processing_time_ms: 1.235,
      checks: [],
    });
  });

  it('is one entry for each row of a batch, refused rows in their places', () => {
    const errors = [{ field: 'period', message: 'must be greater than 0' }];
    const refused = [0, 2, 3, 6].map((index) => ({ index, errors }));
    const { predictions } = renderPredictions(
      result(),
      5,
      task({ rows: 3, refused, ids: ['a', null, 'c'] }),
    ) as BatchResultDto;
    expect(predictions.map((entry) => ('error' in entry ? entry.index : entry.id))).toEqual([
      0,
      'a',
      2,
      3,
      undefined,
      'c',
      6,
    ]);
    expect(predictions[0]).toEqual({ index: 0, error: { code: 'VALIDATION_FAILED', errors } });
  });

  it('carries the checks that the row fails, in words', () => {
    const { predictions } = renderPredictions(result({ checks }), 2, task({ rows: 8 })) as {
      predictions: PredictionDto[];
    };
    expect(predictions.map(({ checks: own }) => own.length)).toEqual([0, 2, 0, 0, 0, 0, 0, 1]);
    expect(predictions[1].checks).toEqual([
      {
        name: 'orbit',
        value: 0.8765,
        limit: 1,
        withholds_decision: false,
        sentence: 'The orbit has a semi-major axis of 0.8765 stellar radii, inside the star.',
      },
      {
        name: 'duration',
        value: 0.0402,
        limit: 0.1,
        withholds_decision: true,
        sentence:
          'The transit takes 0.0402 of the time that it should with this period and stellar density; duration looks like days.',
      },
    ]);
  });

  it('carries explanations and quantiles where they were asked for', () => {
    const explanations = Array.from({ length: ROWS }, (_, i) => ({
      base_log_odds: -1,
      log_odds: i,
      contributions: [],
    }));
    const quantiles = Float64Array.from({ length: 3 * ROWS }, (_, i) => i / 1000);
    const answer = renderPredictions(
      result({ explanations, quantiles, draws: 256 }),
      7,
      task({ form: 'single', rows: 1 }),
    );
    expect(answer).toMatchObject({
      explanation: { log_odds: 7 },
      uncertainty: { p16: 0.021, p50: 0.022, p84: 0.023, draws: 256 },
    });
    expect(answer).not.toHaveProperty('id');
  });

  it.each<[string, Partial<PredictResult>, Partial<PredictTask>]>([
    ['a batch', {}, {}],
    [
      'a batch with names',
      {},
      { ids: Array.from({ length: ROWS }, (_, i) => (i % 5 ? `"K\u00fcnstler" ${i}\n` : null)) },
    ],
    [
      'a batch with refused rows',
      {},
      {
        rows: 20,
        refused: [1, 4, 21].map((index) => ({ index, errors: [{ field: 'depth', message: 'must be "positive"' }] })),
      },
    ],
    ['a batch with no row left', {}, { rows: 0, refused: [{ index: 0, errors: [] }] }],
    ['a batch with failed checks', { checks }, {}],
    ['a single one', {}, { form: 'single', rows: 1, ids: ['\u2605'] }],
    [
      'explanations',
      {
        explanations: Array.from({ length: ROWS }, (_, i) => ({
          base_log_odds: 0.1,
          log_odds: i / 7,
          contributions: [],
        })),
      },
      {},
    ],
    ['quantiles', { quantiles: Float64Array.from({ length: 3 * ROWS }, (_, i) => i / 997), draws: 256 }, {}],
  ])('is the same to the letter as text: %s', (_, columns, form) => {
    const [columnsOfResult, spec] = [result(columns), task(form)];
    expect(renderPredictionsJson(columnsOfResult, 2, { ...spec, rows: Math.min(spec.rows, ROWS - 2) })).toBe(
      JSON.stringify(renderPredictions(columnsOfResult, 2, { ...spec, rows: Math.min(spec.rows, ROWS - 2) })),
    );
  });
});

describe('the words of an answer', () => {
  it('leave it open when neither class can be excluded', () => {
    expect([1, 2, 3].map((sets) => verdictOf(0.97, sets))).toEqual([
      'likely_planet',
      'likely_false_positive',
      'undecided',
    ]);
    expect([0.6, 0.4].map((probability) => verdictOf(probability, 0))).toEqual([
      'likely_planet',
      'likely_false_positive',
    ]);
  });

  it('are never sure of an answer that is left open', () => {
    expect([0.999, 0.9, 0.5, 0.001].map((probability) => confidenceOf(probability, 3))).toEqual([
      'low',
      'low',
      'low',
      'low',
    ]);
  });

  it('are as sure as the likelier class', () => {
    expect([0.95, 0.9499, 0.8, 0.79, 0.5, 0.2, 0.05, 0.01].map((probability) => confidenceOf(probability, 1))).toEqual([
      'high',
      'medium',
      'medium',
      'low',
      'low',
      'medium',
      'high',
      'high',
    ]);
  });
});
