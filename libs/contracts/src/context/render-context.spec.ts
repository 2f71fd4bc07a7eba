import { describe, expect, it } from 'vitest';
import {
  type BatchResultDto,
  type ContextChanges,
  type ContextColumns,
  contextOfRows,
  newCommandId,
  newTaskId,
  type PredictionDto,
  type PredictResult,
  type PredictTask,
  renderPredictions,
  renderPredictionsJson,
} from '../index';

const context: ContextColumns & ContextChanges = {
  row: Uint32Array.of(1, 2),
  parent: Int32Array.of(-1, 0),
  separation: Float32Array.of(NaN, 20),
  match: Float32Array.of(NaN, 9.43),
  ratio: Float32Array.of(NaN, 2),
  relation: Uint8Array.of(2, 0),
  objects: Uint16Array.of(3, 1),
  byMatch: Float64Array.of(0, -5.67),
  byMultiplicity: Float64Array.of(2.12, 0),
  alone: Float64Array.of(0.5, 0.75),
};

const result: PredictResult = {
  model: { name: 'tabular', version: '2', sha256: 'a'.repeat(64) },
  heads: ['tabular'],
  probability: Float64Array.of(0.1, 0.892847, 0.010241),
  sets: Uint8Array.of(2, 1, 2),
  distance: Float32Array.of(0.1, 0.2, 0.3),
  distanceLimit: 1,
  inside: Uint8Array.of(1, 1, 1),
  missing: { lists: [[]], ignored: [[]], index: new Uint16Array(3) },
  milliseconds: 1,
  context,
};

/** The caller sent four rows; the first was refused. */
const task: PredictTask = {
  id: newTaskId(newCommandId('predict')),
  form: 'batch',
  rows: 3,
  ids: ['parent', null, 'child'],
  refused: [{ index: 0, errors: [] }],
};

describe('what the other rows say', () => {
  const { predictions } = renderPredictions(result, 0, task) as BatchResultDto;
  const [parent, sibling, child] = predictions.slice(1) as PredictionDto[];

  it('names the matched row by its place in the request and its id, in words', () => {
    expect(child.match).toEqual({
      parent: { index: 1, id: 'parent' },
      separation_arcsec: 20,
      strength: 9.43,
      period_ratio: 2,
      relation: 'weaker',
      log_odds: -5.67,
      sentence:
        'Row 1 (parent), 20″ away, has half the period and a matching phase and takes more light away: this signal is probably contamination by it.',
    });
    expect(child.probability_alone).toBe(0.75);
    expect(child.multiplicity).toBeUndefined();
  });

  it('counts the objects of the star', () => {
    expect(sibling.multiplicity).toEqual({
      objects: 3,
      log_odds: 2.12,
      sentence: 'The request has 3 objects on this star; signals of such stars are more often planets.',
    });
    expect(sibling.match).toBeUndefined();
  });

  it('is absent where there is nothing to say', () => {
    expect(parent).not.toHaveProperty('match');
    expect(parent).not.toHaveProperty('multiplicity');
    expect(parent).not.toHaveProperty('probability_alone');
  });

  it('is the same in the compiled JSON', () => {
    expect(JSON.parse(renderPredictionsJson(result, 0, task))).toEqual(JSON.parse(JSON.stringify({ predictions })));
  });

  it('can be cut into stretches of rows', () => {
    expect(contextOfRows(context, 2, 1)).toMatchObject({ row: Uint32Array.of(0), parent: Int32Array.of(0) });
    expect(contextOfRows(context, 0, 1).row).toHaveLength(0);
  });
});
