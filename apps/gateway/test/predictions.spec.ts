import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FakeWorker, resultOf, valueOf } from './support/fake-worker';
import { startGateway, type TestGateway } from './support/gateway';
import { call } from './support/http';

const candidate = { source: 'KEPLER', period: 9.488, radius: 2.5 };

describe('predictions', () => {
  let gateway: TestGateway;
  let worker: FakeWorker;
  beforeAll(async () => {
    gateway = await startGateway({ MAX_BATCH_SIZE: '600' });
    worker = await FakeWorker.start(gateway.env);
  });
  afterAll(async () => {
    await worker.stop();
    await gateway.close();
  });

  it('a request without wait is accepted with the location of its task, which then holds the result', async () => {
    const { status, headers, body } = await call(`${gateway.url}/predict`, { body: candidate });
    expect([status, body.status, headers.get('location')]).toEqual([202, 'pending', `/tasks/${body.task_id}`]);
    await expect
      .poll(async () => (await call(`${gateway.url}/tasks/${body.task_id}`)).body)
      .toMatchObject({ status: 'completed', result: { probability: 0.025 }, worker: 'worker-1', attempts: 1 });
  });

  it('a request with wait returns the finished task', async () => {
    for (const [path, headers] of [
      ['/predict?wait=5', {}],
      ['/predict', { prefer: 'wait=5' }],
    ] as const) {
      const { status, body } = await call(gateway.url + path, { body: candidate, headers });
      expect([status, body.status]).toEqual([200, 'completed']);
      expect(body.result).toMatchObject({ probability: 0.025, model: { name: 'tabular', version: '1' } });
    }
  });

  it('a request whose wait is over returns 202 while its task is still running', async () => {
    let finish!: () => void;
    const finished = new Promise<void>((resolve) => (finish = resolve));
    const original = worker.predict;
    worker.predict = async (...args) => {
      await finished;
      return original(...args);
    };
    const { status, body } = await call(`${gateway.url}/predict?wait=0.1`, { body: candidate });
    expect(status).toBe(202);
    finish();
    worker.predict = original;
    await expect.poll(async () => (await call(`${gateway.url}/tasks/${body.task_id}`)).body.status).toBe('completed');
  });

  it('requests of one moment share commands, and each gets its own result', async () => {
    const before = worker.received.predict.length;
    const radii = Array.from({ length: 40 }, (_, index) => index + 1);
    const answers = await Promise.all(
      radii.map((radius) => call(`${gateway.url}/predict?wait=5`, { body: { ...candidate, radius } })),
    );
    expect(answers.map(({ body }) => body.result.probability)).toEqual(radii.map((radius) => radius / 100));
    expect(new Set(answers.map(({ body }) => body.task_id)).size).toBe(40);
    expect(worker.received.predict.length - before).toBeLessThan(40);
  });

  it('requests with different options do not share a command', async () => {
    const before = worker.received.predict.length;
    await Promise.all([
      call(`${gateway.url}/predict?wait=5`, { body: candidate }),
      call(`${gateway.url}/predict?wait=5&explain`, { body: candidate }),
      call(`${gateway.url}/predict?wait=5&model=tabular@1`, { body: candidate }),
    ]);
    const options = worker.received.predict.slice(before).map((command) => JSON.stringify(command.options));
    expect(options.sort()).toEqual(['{"explain":true}', '{"model":"tabular@1"}', '{}']);
  });

  it('a batch keeps the order and the ids of its rows', async () => {
    const predictions = Array.from({ length: 600 }, (_, row) => ({
      ...candidate,
      radius: (row % 97) + 1,
      id: `K${row}`,
    }));
    const { status, body } = await call(`${gateway.url}/predict/batch?wait=10`, { body: { predictions } });
    expect([status, body.result.predictions.length]).toEqual([200, 600]);
    expect(body.result.predictions.map(({ id }: { id: string }) => id)).toEqual(predictions.map(({ id }) => id));
    expect(body.result.predictions.map(({ probability }: { probability: number }) => probability)).toEqual(
      predictions.map(({ radius }) => radius / 100),
    );
  });

  it('an invalid row rejects its batch and is named; with partial it only takes its own place', async () => {
    const predictions = [candidate, { ...candidate, period: -1 }, { ...candidate, radius: 7 }];
    const before = worker.received.predict.length;
    const whole = await call(`${gateway.url}/predict/batch?wait=5`, { body: { predictions } });
    expect([whole.status, whole.body.errors]).toEqual([
      400,
      [{ index: 1, field: 'predictions[1].period', message: 'row 1: period must be greater than 0' }],
    ]);
    expect(worker.received.predict.length).toBe(before);
    const partial = await call(`${gateway.url}/predict/batch?wait=5&partial=true`, { body: { predictions } });
    expect(partial.body.result.predictions).toMatchObject([
      { probability: 0.025 },
      { index: 1, error: { code: 'VALIDATION_FAILED', errors: [{ field: 'period' }] } },
      { probability: 0.07 },
    ]);
  });

  it('a worker receives what the rows of a batch say about each other, in a command of their own', async () => {
    const parent = {
      ...candidate,
      id: 'parent',
      star_id: '1',
      epoch: 2455003.5,
      ra: 290,
      dec: 45,
      depth: 9000,
      star_mag: 12,
    };
    const child = { ...parent, id: 'child', star_id: '2', dec: 45.005, depth: 300, star_mag: 15 };
    const [alone] = await Promise.all([
      call(`${gateway.url}/predict/batch?wait=5`, { body: { predictions: [candidate, child] } }),
      call(`${gateway.url}/predict?wait=5`, { body: child }),
    ]);
    expect(alone.status).toBe(200);
    expect(worker.received.predict.at(-1)!.context).toBeUndefined();
    await call(`${gateway.url}/predict/batch?wait=5`, { body: { predictions: [candidate, parent, child] } });
    const { table, context } = worker.received.predict.at(-1)!;
    expect([table.rows, [...context!.row], [...context!.parent]]).toEqual([3, [1, 2], [2, 1]]);
    expect(context!.separation[1]).toBeCloseTo(18, 3);
  });

  it('a batch over MAX_BATCH_SIZE is rejected', async () => {
    const predictions = Array.from({ length: 601 }, () => candidate);
    const { status, body } = await call(`${gateway.url}/predict/batch`, { body: { predictions } });
    expect([status, body.code]).toEqual([413, 'BATCH_TOO_LARGE']);
  });

  it('a worker receives the values and errors that the request gave', async () => {
    await call(`${gateway.url}/predict?wait=5`, { body: { ...candidate, radius_err: 0.5, radius_err_low: 0.25 } });
    const { table } = worker.received.predict.at(-1)!;
    expect(['period', 'radius', 'radius_err_low', 'radius_err_high', 'depth'].map((name) => valueOf(table, 0, name))) //
      .toEqual([Math.fround(9.488), 2.5, 0.25, 0.5, NaN]);
  });

  it('a model that no worker has is rejected, and the answer lists those available', async () => {
    for (const model of ['other', 'tabular@7']) {
      const { status, body } = await call(`${gateway.url}/predict?model=${model}`, { body: candidate });
      expect([status, body.code]).toEqual([404, 'MODEL_NOT_FOUND']);
      expect(body.detail).toContain('tabular@1');
    }
  });

  it('a task whose worker fails has the code and the message of the failure', async () => {
    const original = worker.predict;
    worker.predict = () => Promise.reject(new Error('a worker failed on purpose'));
    const { body } = await call(`${gateway.url}/predict?wait=10`, { body: candidate });
    worker.predict = original;
    expect(body).toMatchObject({ status: 'failed', result: null });
    expect(body.error.code).toMatch(/^[A-Z_]+$/);
  });

  it('a prediction set of both classes is undecided', async () => {
    const original = worker.predict;
    worker.predict = () => Promise.resolve({ ...resultOf([0.6]), sets: Uint8Array.of(3) });
    const { body } = await call(`${gateway.url}/predict?wait=5`, { body: candidate });
    worker.predict = original;
    expect(body.result).toMatchObject({ prediction: 'undecided', prediction_set: ['planet', 'false_positive'] });
  });
});
