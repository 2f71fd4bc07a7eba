import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { until } from '@exoplanet/dev';
import { call } from '../src/http';
import { Stack } from '../src/stack';

const candidate = { period: 1.5, radius: 1.2, period_err: 0.01, radius_err: 0.05, source: 'KEPLER' };

interface Task {
  task_id: string;
  status: string;
  result: Record<string, unknown> & { predictions: Record<string, unknown>[] };
  worker: string;
  attempts: number;
  created_at: string;
  started_at: string;
  completed_at: string;
}

describe('a prediction, end to end', () => {
  let stack: Stack;
  const at = (path: string) => `${stack.url}${path}`;
  beforeAll(async () => {
    stack = await Stack.start();
  });
  afterAll(() => stack?.stop());

  it('answers 202 with a task, which can be polled until it is completed', async () => {
    const accepted = await call<Task>(at('/predict'), 'POST', candidate);
    expect(accepted.status).toBe(202);
    expect(accepted.body).toEqual({ task_id: expect.any(String), status: 'pending' });
    expect(accepted.headers.get('location')).toBe(`/tasks/${accepted.body.task_id}`);

    let task!: Task;
    await until('the task to be completed', async () => {
      task = (await call<Task>(at(accepted.headers.get('location')!))).body;
      return task.status === 'completed';
    });
    expect(task).toMatchObject({
      task_id: accepted.body.task_id,
      worker: 'worker-1',
      attempts: 1,
      error: null,
      progress: { fraction: 1 },
    });
    expect(Date.parse(task.created_at)).toBeLessThanOrEqual(Date.parse(task.started_at));
    expect(Date.parse(task.started_at)).toBeLessThanOrEqual(Date.parse(task.completed_at));
    const verdicts: Record<string, string> = { planet: 'likely_planet', false_positive: 'likely_false_positive' };
    const set = task.result.prediction_set as string[];
    expect(task.result.prediction).toBe(set.length === 1 ? verdicts[set[0]] : 'undecided');
    expect(['high', 'medium', 'low']).toContain(task.result.confidence);
    expect(task.result.missing).toContain('duration');
    expect(task.result.missing).not.toContain('period');
    expect(task.result.model).toMatchObject({
      name: expect.any(String),
      version: expect.any(String),
      sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
  });

  it('lists fields that the model does not use for the mission, and is undecided when no used field was supplied', async () => {
    const rows = [
      { source: 'K2', diagnostics: { koi_dor: 3 } },
      { source: 'K2', duration: 3, duration_err: 0.2 },
      { source: 'K2', period: 3, duration: 3 },
    ];
    const { body } = await call<Task>(at('/predict/batch?wait=10'), 'POST', { predictions: rows });
    const [diagnostics, k2, more] = body.result.predictions;
    const nothing = {
      prediction: 'undecided',
      confidence: 'low',
      prediction_set: ['planet', 'false_positive'],
      in_distribution: { value: false, limit: 1 },
    };
    expect(diagnostics).toMatchObject({ ...nothing, ignored: ['diagnostics'] });
    expect(k2).toMatchObject({ ...nothing, ignored: ['duration', 'duration_err'] });
    expect(k2.missing).not.toContain('depth');
    const period = (await call<Task>(at('/predict?wait=10'), 'POST', { source: 'K2', period: 3 })).body.result;
    expect(more).toMatchObject({
      ignored: ['duration'],
      probability: period.probability,
      prediction: period.prediction,
      in_distribution: period.in_distribution,
      missing: period.missing,
    });
    expect(period.ignored).toEqual([]);
  });

  it.each([
    ['?wait=10', {}],
    ['', { prefer: 'respond-async, wait=10' }],
  ])('waits for the answer with %s %o', async (query, headers) => {
    const { status, body } = await call<Task>(at(`/predict${query}`), 'POST', candidate, headers);
    expect(status).toBe(200);
    expect(body.status).toBe('completed');
  });

  it('gives the same probability alone, in a batch and among concurrent requests', async () => {
    const alone = (await call<Task>(at('/predict?wait=10'), 'POST', candidate)).body.result.probability;
    const rows = Array.from({ length: 1000 }, (_, i) => (i === 617 ? candidate : { ...candidate, period: 1 + i / 10 }));
    const batch = await call<Task>(at('/predict/batch?wait=10'), 'POST', { predictions: rows });
    expect(batch.status).toBe(200);
    expect(batch.body.result.predictions).toHaveLength(1000);
    expect(batch.body.result.predictions[617].probability).toBe(alone);
    const concurrent = await Promise.all(
      Array.from({ length: 50 }, (_, i) =>
        call<Task>(at('/predict?wait=10'), 'POST', i === 7 ? candidate : { ...candidate, radius: 1 + i }),
      ),
    );
    expect(concurrent[7].body.result.probability).toBe(alone);
    expect(new Set(concurrent.map(({ body }) => body.task_id)).size).toBe(50);
  });

  it('keeps the order and the ids of a batch', async () => {
    const predictions = Array.from({ length: 300 }, (_, i) => ({
      ...candidate,
      id: `candidate ${i}`,
      period: 0.5 + i,
    }));
    const { body } = await call<Task>(at('/predict/batch?wait=10'), 'POST', { predictions });
    expect(body.result.predictions.map(({ id }) => id)).toEqual(predictions.map(({ id }) => id));
  });

  it('with partial=true, reports the error of a bad row in its place and answers the other rows', async () => {
    const predictions = [candidate, { ...candidate, period: -1 }, candidate];
    const { status, body } = await call<Task>(at('/predict/batch?wait=10&partial=true'), 'POST', { predictions });
    expect(status).toBe(200);
    const [first, second, third] = body.result.predictions;
    expect(first.probability).toBe(third.probability);
    expect(second).toEqual({
      index: 1,
      error: { code: 'VALIDATION_FAILED', errors: [{ field: 'period', message: 'period must be greater than 0' }] },
    });
  });

  it('returns the first task when an idempotency key is repeated, and refuses the key for a different request', async () => {
    const headers = { 'idempotency-key': 'once-and-only-once' };
    const first = await call<Task>(at('/predict?wait=10'), 'POST', candidate, headers);
    const second = await call<Task>(at('/predict?wait=10'), 'POST', candidate, headers);
    expect(second.body.task_id).toBe(first.body.task_id);
    expect(second.body.completed_at).toBe(first.body.completed_at);
    const other = await call(at('/predict'), 'POST', { ...candidate, period: 2 }, headers);
    expect(other.status).toBe(422);
    expect(other.body.code).toBe('IDEMPOTENCY_KEY_REUSED');
  });

  it('serves the card of the model with its metrics', async () => {
    const { status, body } = await call(at('/model/info'));
    expect(status).toBe(200);
    expect(body).toMatchObject({
      name: expect.any(String),
      features: expect.any(Array),
      sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
      metrics: expect.any(Object),
    });
    const models = await call<{ models: { name: string; default: boolean }[] }>(at('/models'));
    expect(models.body.models.find((model) => model.default)?.name).toBe(body.name);
  });

  it('serves its name, health, documentation and OpenAPI document', async () => {
    expect((await call(at('/'))).body).toMatchObject({
      name: 'Exoplanet',
      documentation: '/docs',
      endpoints: expect.any(Object),
    });
    const health = await call(at('/health'));
    expect(health.body).toMatchObject({
      status: 'ok',
      details: {
        redis: { status: 'up' },
        queue: { status: 'up' },
        workers: { status: 'up' },
        models: { status: 'up' },
      },
    });
    expect((health.body.system as Record<string, unknown>).tasks_processed).toBeGreaterThan(0);
    expect((await call(at('/health/live'))).status).toBe(200);
    const page = await fetch(at('/docs'));
    expect(page.status).toBe(200);
    expect(await page.text()).toContain('swagger-ui');
    expect((await call(at('/openapi.json'))).body).toMatchObject({ openapi: expect.stringMatching(/^3\./) });
  });

  it("serves the worker's own probes", async () => {
    const { workers } = (await call<{ workers: { health_address: string; host: string }[] }>(at('/workers/status')))
      .body;
    for (const probe of ['live', 'ready']) {
      const answer = await call(`${workers[0].health_address}/health/${probe}`);
      expect(answer.status).toBe(200);
      expect(answer.body.status).toBe('ok');
    }
  });
});
