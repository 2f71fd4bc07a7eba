import { resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { analyze, measureRow, type Target, VETTING_NUMBERS } from '@exoplanet/light-curve';
import { madeCurve, withBoxes } from '@exoplanet/light-curve/testing';
import { ModelRegistry } from '@exoplanet/model-runtime';
import { DETECTION_INPUTS, detectionInputs } from '../src/detection-inputs';
import { scoreDetections } from '../src/score-detections';

const MODELS = resolve(import.meta.dirname, '../../../models');
const STAR: Target = { mission: 'KEPLER', teff: 5772, logg: 4.438, radius: 1, magnitude: 14 };
const PLANET = { period: 3.7, epoch: 133.2, duration: 3 };
const curve = withBoxes(madeCurve({ span: 60, noise: 1e-4 }), { ...PLANET, depth: 1500 });
const [detection] = analyze(curve, { known: PLANET, target: STAR }).detections;
const without = {
  ...detection,
  views: { ...detection.views, local: { made: false, problem: 'too_few_points' } as const },
};

describe('what a model may read of a detection', () => {
  it('is its views and, with them, the numbers of its vetting', () => {
    const inputs = detectionInputs(detection, 'KEPLER');
    expect(Object.keys(inputs)).toEqual([...DETECTION_INPUTS]);
    expect(inputs.vetting).toBe(detection.vettingNumbers);
    expect(inputs.vetting).toHaveLength(VETTING_NUMBERS.length);
  });

  it('is nothing where the dip could not be folded', () => {
    expect(detectionInputs(without, 'KEPLER')).toEqual({});
  });

  it('is its views alone for a mission whose numbers no model has learned from', () => {
    const { vetting, ...views } = detectionInputs(detection, 'KEPLER');
    expect(vetting).toBeDefined();
    expect(detectionInputs(detection, 'TESS')).toEqual(views);
  });
});

describe('a model', () => {
  let registry: ModelRegistry;
  beforeAll(async () => {
    registry = await ModelRegistry.open({ path: MODELS, providers: ['cpu'], warn: () => undefined });
  });
  afterAll(() => registry?.close());

  it('was trained with these numbers in this order', () => {
    const head = registry.card('multimodal').heads!.find(({ name }) => name === 'vetting')!;
    expect(head).toMatchObject({
      description: expect.stringContaining(`: ${VETTING_NUMBERS.map(({ name }) => name).join(', ')}`),
    });
  });

  it('is given them and answers with those heads that it has', async () => {
    const given: unknown[] = [];
    const models: Parameters<typeof scoreDetections>[0] = {
      resolve: (...call) => registry.resolve(...call),
      predictDetections: (command, call) => {
        given.push(...command.views);
        return registry.predictDetections(command, call);
      },
    };
    const rows = [measureRow(detection, STAR), measureRow(without, STAR)];
    const [folded, unfolded] = await scoreDetections(models, [detection, without], rows, { model: 'multimodal' });
    expect(given).toEqual([detectionInputs(detection, 'KEPLER'), {}]);
    const shipped = registry.card('multimodal').heads!.filter(({ ships }) => ships);
    expect(folded.prediction.heads_used).toEqual(shipped.map(({ name }) => name));
    expect(unfolded.prediction.heads_used).toEqual(['row']);
  });
});
