import { afterEach, describe, expect, it } from 'vitest';
import { until } from '@exoplanet/dev';
import { call } from '../src/http';
import { Stack } from '../src/stack';

describe('an idempotency key that is used again', () => {
  let stack: Stack;
  afterEach(() => stack?.stop());

  it('runs a failed task again under its id, and answers with the state of a task that waits or has finished', async () => {
    stack = await Stack.start({ workers: 0 });
    const predictions = Array.from({ length: 10_000 }, (_, index) => ({
      source: 'KEPLER',
      period: 1 + index,
      radius: 1.2,
      depth: 100,
      duration: 3,
      snr: 20,
    }));
    const submit = (query = '') =>
      call<{ task_id: string; status: string }>(
        `${stack.url}/predict/batch?explain=true${query}`,
        'POST',
        { predictions },
        { 'idempotency-key': 'key' },
      );
    const first = await submit();
    expect(first).toMatchObject({ status: 202, body: { status: 'pending' } });
    expect(await submit()).toMatchObject({ status: 202, body: first.body });
    const task = `${stack.url}/tasks/${first.body.task_id}`;

    const hasty = stack.addWorker({ TASK_TIMEOUT: '1' });
    await until('the task to fail', async () => (await call(task)).body.status === 'failed', { seconds: 30 });
    expect((await call(task)).body).toMatchObject({ error: { code: 'TASK_TIMEOUT' } });
    await hasty.kill();

    const again = await submit();
    expect(again).toMatchObject({ status: 202, body: { task_id: first.body.task_id, status: 'pending' } });
    expect((await call(task)).body).toMatchObject({ status: 'pending', error: null });
    stack.addWorker();
    await until('the task to be completed', async () => (await call(task)).body.status === 'completed', {
      seconds: 90,
    });
    const finished = await submit();
    expect(finished).toMatchObject({ status: 200, body: { task_id: first.body.task_id, status: 'completed' } });
    expect((finished.body as unknown as { result: { predictions: unknown[] } }).result.predictions).toHaveLength(
      10_000,
    );
  }, 150_000);
});
