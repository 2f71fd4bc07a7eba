import { resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { call } from '../src/http';
import { Stack } from '../src/stack';
import { asCsv, syntheticCurve } from '../src/synthetic-curve';

/** Small models: baseline 1, tabular 1 and 2. */
const made = resolve(import.meta.dirname, '../../../libs/model-runtime/test/fixtures/models');
const candidate = { period: 1.5, radius: 1.2, source: 'KEPLER' };
const curve = syntheticCurve({ days: 20, noise: 150, planet: { period: 3.7, epoch: 133.2, duration: 3, depth: 1500 } });
const ephemeris = {
  period: '3.7',
  epoch: '133.2',
  duration: '3',
  source: 'KEPLER',
  time_system: 'BKJD',
  star_radius: '1',
};

interface Task {
  status: string;
  task_id?: string;
  code?: string;
  detail?: string;
  result: { model: { version: string }; detections: { prediction: { model: { name: string; version: string } } }[] };
}

describe('a request can name a version of a model', () => {
  let stack: Stack;
  beforeAll(async () => {
    stack = await Stack.start({ env: { MODEL_PATH: made } });
  }, 60_000);
  afterAll(() => stack?.stop());

  const predict = (model: string, at = stack) =>
    call<Task>(`${at.url}/predict?model=${model}&wait=20`, 'POST', candidate);
  const analyze = async (model: string) => {
    const form = new FormData();
    form.append('files', new Blob([asCsv(curve)]), 'star.csv');
    for (const [name, value] of Object.entries({ ...ephemeris, model })) form.append(name, value);
    const response = await fetch(`${stack.url}/light-curves?wait=40`, { method: 'POST', body: form });
    return { status: response.status, body: (await response.json()) as Task };
  };

  it('on every route: the default version and an older one', async () => {
    for (const [model, version] of [
      ['tabular', '2'],
      ['tabular@2', '2'],
      ['tabular@1', '1'],
    ]) {
      expect((await predict(model)).body).toMatchObject({
        status: 'completed',
        result: { model: { name: 'tabular', version } },
      });
      expect((await call(`${stack.url}/models/${model}`)).body).toMatchObject({ name: 'tabular', version, workers: 1 });
    }
    const { body } = await analyze('tabular@1');
    expect(body.result.detections[0].prediction.model).toMatchObject({ name: 'tabular', version: '1' });
    const { workers } = (await call<{ workers: { versions: object }[] }>(`${stack.url}/workers/status`)).body;
    expect(workers[0].versions).toEqual({ baseline: ['1'], tabular: ['2', '1'] });
  });

  it.each(['nope', 'tabular@99', 'nope@1'])(
    'an unknown model or version (%s) is refused at once and makes no task',
    async (model) => {
      const refusals = [
        await predict(model),
        await call<Task>(`${stack.url}/predict/batch?model=${model}`, 'POST', { predictions: [candidate] }),
        await analyze(model),
      ];
      for (const { status, body } of refusals) {
        expect([status, body.code, body.task_id]).toEqual([404, 'MODEL_NOT_FOUND', undefined]);
        expect(body.detail).toContain('available: baseline@1, tabular@2, tabular@1');
      }
      expect((await call(`${stack.url}/models/${model}`)).body).toMatchObject({ status: 404, code: 'MODEL_NOT_FOUND' });
    },
  );

  it('when no worker is up, the version cannot be checked yet and the task waits', async () => {
    const lonely = await Stack.start({ workers: 0 });
    const { status } = await call(`${lonely.url}/predict?model=tabular@99`, 'POST', candidate);
    await lonely.stop();
    expect(status).toBe(202);
  });
});
