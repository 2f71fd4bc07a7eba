import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type Candidate,
  ExoplanetClient,
  isRowError,
  ProblemError,
  ServerUnreachableError,
  TaskError,
  type TaskUpdate,
} from '@exoplanet/client';
import { until } from '@exoplanet/dev';
import { runProgram } from '../src/program';
import { Stack } from '../src/stack';

const planet: Candidate = { id: 'mine', source: 'KEPLER', period: 12.5, period_err: 0.001, radius: 2.5, depth: 400 };

describe('the typed client', () => {
  let stack: Stack;
  let client: ExoplanetClient;
  beforeAll(async () => {
    stack = await Stack.start();
    client = new ExoplanetClient({ baseUrl: stack.url });
  }, 60_000);
  afterAll(() => stack?.stop());

  it('predicts one candidate, with an explanation that adds up', async () => {
    const { id, probability, explanation } = await client.predict(planet, { explain: true });
    expect(id).toBe('mine');
    const { base_log_odds, contributions, log_odds } = explanation!;
    expect(contributions.reduce((sum, one) => sum + one.log_odds, base_log_odds)).toBeCloseTo(log_odds, 3);
    expect(1 / (1 + Math.exp(-log_odds))).toBeCloseTo(probability, 3);
  });

  it('predicts a batch in order, with the same results as one by one; with partial, a bad row becomes an error in its place', async () => {
    const [first, second] = await client.predictBatch([planet, { ...planet, period: 300 }]);
    expect([first.probability, second.probability]).toEqual([
      (await client.predict(planet)).probability,
      (await client.predict({ ...planet, period: 300 })).probability,
    ]);
    const answers = await client.predictBatch([planet, { source: 'K2', period: -1 }, planet], { partial: true });
    expect(answers.map(isRowError)).toEqual([false, true, false]);
    expect(answers[1]).toMatchObject({ index: 1, error: { code: 'VALIDATION_FAILED', errors: [{ field: 'period' }] } });
  });

  it('throws the problem of a bad request with its fields', async () => {
    const error = await client.predictBatch([planet, { source: 'K2', period: -1 }]).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(ProblemError);
    expect((error as ProblemError).problem).toMatchObject({
      code: 'VALIDATION_FAILED',
      status: 400,
      errors: [{ field: 'predictions[1].period', index: 1 }],
      request_id: expect.any(String),
    });
  });

  it('submits, reads and awaits a task', async () => {
    const id = await client.submit([planet]);
    const seen: string[] = [];
    const task = await client.wait(id, { onUpdate: ({ status }) => seen.push(status) });
    expect(task).toMatchObject({ task_id: id, status: 'completed', result: { predictions: [{ id: 'mine' }] } });
    expect(seen.at(-1)).toBe('completed');
    expect((await client.task(id)).result).toEqual(task.result);
  });

  it('follows a task live until its result', async () => {
    await client.control('pause');
    const id = await client.submit([planet]);
    const updates: TaskUpdate[] = [];
    for await (const update of client.follow(id)) {
      updates.push(update);
      if (updates.length === 1) await client.control('resume');
    }
    expect(updates[0].status).toBe('pending');
    expect(updates.at(-1)).toMatchObject({
      task_id: id,
      status: 'completed',
      result: { predictions: [{ id: 'mine' }] },
    });
    await expect(client.follow('p0').next()).rejects.toThrow(/^TASK_NOT_FOUND/);
  });

  it('cancels a task, which ends the wait for it', async () => {
    await client.control('pause');
    const id = await client.submit([planet]);
    expect((await client.cancel(id)).status).toBe('cancelled');
    expect(new TaskError(await client.wait(id)).code).toBe('CANCELLED');
    await client.control('resume');
  });

  it('reads workers, models and cards', async () => {
    expect(await client.inspect('ping')).toMatchObject({ expected: 1, replies: [{ worker: 'worker-1', ok: true }] });
    const [model] = await client.models();
    expect(await client.model(`${model.name}@${model.version}`)).toMatchObject({ sha256: model.sha256 });
  });

  it('stops waiting when its signal aborts, and throws when the server cannot be reached', async () => {
    await client.control('pause');
    const id = await client.submit([planet]);
    await expect(client.wait(id, { signal: AbortSignal.timeout(100) })).rejects.toMatchObject({ name: 'TimeoutError' });
    await client.control('resume');
    await expect(new ExoplanetClient({ baseUrl: 'http://127.0.0.1:1' }).models()).rejects.toBeInstanceOf(
      ServerUnreachableError,
    );
  });
});

describe('the typed client with API keys', () => {
  let stack: Stack;
  let key: string;
  beforeAll(async () => {
    const made = await runProgram('gateway/api-key', ['ann', 'submit', 'read']);
    key = /exo_[\w-]{43}/.exec(made.stderr)![0];
    stack = await Stack.start({ workers: 0, env: { API_KEYS: JSON.stringify([JSON.parse(made.stdout)]) } });
    stack.addWorker();
  }, 60_000);
  afterAll(() => stack?.stop());

  it('sends its key over HTTP and the WebSocket', async () => {
    const client = new ExoplanetClient({ baseUrl: stack.url, apiKey: key });
    await until('a model to be served', async () => (await client.models()).length > 0);
    const id = await client.submit([planet]);
    const updates: TaskUpdate[] = [];
    for await (const update of client.follow(id)) updates.push(update);
    expect(updates.at(-1)?.status).toBe('completed');
    await expect(new ExoplanetClient({ baseUrl: stack.url }).models()).rejects.toMatchObject({ code: 'UNAUTHORIZED' });
    const listed = await runProgram('cli/exoplanet', ['model'], {
      env: { BASE_URL: stack.url, EXOPLANET_API_KEY: key },
    });
    expect(listed).toMatchObject({ code: 0, stderr: '' });
  });
});
