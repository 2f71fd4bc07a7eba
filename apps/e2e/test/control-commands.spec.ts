import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { until } from '@exoplanet/dev';
import { call } from '../src/http';
import { Stack } from '../src/stack';

const candidate = { period: 1.5, radius: 1.2, source: 'KEPLER' };

interface Answers<Answer = Record<string, unknown>> {
  expected: number;
  replies: { worker: string; ok: boolean; answer: Answer }[];
  missing: string[];
}

describe('workers execute control commands', () => {
  let stack: Stack;
  beforeAll(async () => {
    stack = await Stack.start({ gateways: 2, workers: 2 });
  }, 60_000);
  afterAll(() => stack?.stop());

  const inspect = async <Answer>(what: string, gateway = 0) =>
    (await call<Answers<Answer>>(`${stack.gateways[gateway].url}/workers/inspect/${what}`)).body;
  const control = (what: string, body?: unknown, query = '') =>
    call<Answers<{ paused: boolean; active: number }>>(`${stack.url}/workers/${what}${query}`, 'POST', body);
  const predict = (query: string) =>
    call<{ task_id: string; status: string; worker: string }>(`${stack.url}/predict${query}`, 'POST', candidate);

  it('every live worker replies once, to the gateway that asked', async () => {
    const [first, second] = await Promise.all([
      inspect<{ pong: boolean }>('ping', 0),
      inspect<{ paused: boolean }>('stats', 1),
    ]);
    expect(first).toMatchObject({
      expected: 2,
      missing: [],
      replies: [
        { worker: 'worker-1', ok: true, answer: { pong: true } },
        { worker: 'worker-2', ok: true, answer: { pong: true } },
      ],
    });
    expect(second.replies.map(({ answer }) => answer.paused)).toEqual([false, false]);
  });

  it('inspection shows handlers, queues and statistics', async () => {
    const [registered] = (await inspect<{ jobs: string[]; control: string[]; models: string[] }>('registered')).replies;
    expect(registered.answer.jobs).toContain('predict');
    expect(registered.answer.control.sort()).toEqual(
      ['cancel', 'drain', 'expect-table', 'inspect', 'pause', 'reload', 'resume'].map((name) => `control.${name}`),
    );
    expect(registered.answer.models.length).toBeGreaterThan(0);
    const [queues] = (await inspect<{ queues: object[] }>('queues')).replies;
    expect(queues.answer.queues).toContainEqual({
      name: 'predict',
      concurrency: expect.any(Number),
      active: 0,
      paused: false,
    });
    const [stats] = (await inspect<{ pid: number; event_loop_lag_p99_ms: number }>('stats')).replies;
    expect(stats.answer).toMatchObject({
      pid: stack.workers[0].pid,
      event_loop_lag_p99_ms: expect.any(Number),
      memory_mb: expect.any(Number),
    });
  });

  it('a paused worker takes no commands until it is resumed', async () => {
    expect((await control('pause', { worker: 'worker-1' })).body).toEqual({
      expected: 1,
      replies: [{ worker: 'worker-1', ok: true, answer: { paused: true, active: 0 } }],
      missing: [],
    });
    const status = await call<{ workers: { id: string; paused: boolean }[] }>(`${stack.url}/workers/status`);
    expect(status.body.workers.map(({ id, paused }) => [id, paused])).toEqual([
      ['worker-1', true],
      ['worker-2', false],
    ]);
    for (let i = 0; i < 10; i++) expect((await predict('?wait=10')).body.worker).toBe('worker-2');

    expect((await control('pause')).body.replies.map(({ answer }) => answer.paused)).toEqual([true, true]);
    const waiting = (await predict('?wait=0.5')).body;
    expect(waiting.status).toBe('pending');
    expect((await control('resume')).body.replies.map(({ answer }) => answer.paused)).toEqual([false, false]);
    await until(
      'the waiting task to be completed',
      async () => (await call(`${stack.url}/tasks/${waiting.task_id}`)).body.status === 'completed',
    );
  });

  it('a drained worker finishes its commands, replies, and stays alive and paused', async () => {
    const rows = Array.from({ length: 5000 }, (_, i) => ({ ...candidate, period: 1 + i }));
    await control('pause', { worker: 'worker-2' });
    const { task_id } = (
      await call<{ task_id: string }>(`${stack.url}/predict/batch?uncertainty=true&explain=true`, 'POST', {
        predictions: rows,
      })
    ).body;
    let running: object[] = [];
    await until('the task to run', async () => {
      running = (await inspect<{ commands: object[] }>('active')).replies[0].answer.commands;
      return running.length === 1;
    });
    expect(running[0]).toMatchObject({
      kind: 'predict',
      command: task_id.slice(0, 20),
      since: expect.any(String),
      seconds: expect.any(Number),
    });

    const late = await control('drain', { worker: 'worker-1' }, '?timeout=0.1');
    expect(late.body).toEqual({ expected: 1, replies: [], missing: ['worker-1'] });
    const drained = await control('drain', { worker: 'worker-1' });
    expect(drained.body.replies).toEqual([{ worker: 'worker-1', ok: true, answer: { paused: true, active: 0 } }]);
    expect((await call(`${stack.url}/tasks/${task_id}`)).body.status).toBe('completed');
    expect((await inspect('ping')).replies.length).toBe(2);
    await control('resume');
  }, 60_000);

  it('messages of another system on the same Redis are ignored', async () => {
    const redis = new Redis(process.env.REDIS_URL!);
    await redis.publish(
      'control.pause',
      JSON.stringify({ pattern: 'control.pause', data: { system: 'another', request: 'r' } }),
    );
    await redis.quit();
    await inspect('ping');
    expect((await inspect<{ paused: boolean }>('stats')).replies.map(({ answer }) => answer.paused)).toEqual([
      false,
      false,
    ]);
  });

  it('an unknown subject, worker or method is refused', async () => {
    expect((await call(`${stack.url}/workers/inspect/weather`)).body).toMatchObject({
      status: 400,
      code: 'VALIDATION_FAILED',
      errors: [{ field: 'what' }],
    });
    expect((await call(`${stack.url}/workers/inspect/ping?timeout=soon`)).body).toMatchObject({
      status: 400,
      errors: [{ field: 'timeout' }],
    });
    expect((await control('pause', { worker: 'worker-9' })).body).toMatchObject({
      status: 404,
      code: 'WORKER_NOT_FOUND',
    });
    expect((await control('pause', { name: 'worker-1' })).body).toMatchObject({
      status: 400,
      code: 'VALIDATION_FAILED',
    });
    expect((await control('pause', ['worker-1'])).status).toBe(400);
    expect((await call(`${stack.url}/workers/pause`)).body).toMatchObject({
      status: 405,
      code: 'METHOD_NOT_ALLOWED',
      allow: 'POST',
    });
  });

  it('a worker that does not reply is named', async () => {
    process.kill(stack.workers[1].pid, 'SIGSTOP');
    const slow = await call<Answers>(`${stack.url}/workers/inspect/ping?timeout=0.3`);
    process.kill(stack.workers[1].pid, 'SIGCONT');
    expect(slow.body).toMatchObject({ expected: 2, replies: [{ worker: 'worker-1' }], missing: ['worker-2'] });
  });
});
