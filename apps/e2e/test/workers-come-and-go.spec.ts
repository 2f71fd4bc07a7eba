import { afterEach, describe, expect, it } from 'vitest';
import { until } from '@exoplanet/dev';
import { call } from '../src/http';
import { Stack } from '../src/stack';

const candidate = { period: 1.5, radius: 1.2, source: 'KEPLER' };

interface Status {
  count: number;
  workers: {
    id: string;
    pid: number;
    processed: number;
    current_tasks: unknown[];
    last_heartbeat: string;
    models: { name: string }[];
  }[];
}

describe('workers come and go', () => {
  let stack: Stack;
  afterEach(() => stack?.stop());
  const workers = async () => (await call<Status>(`${stack.url}/workers/status`)).body;

  it('the list has every live worker, and drops a dead one within three heartbeats', async () => {
    stack = await Stack.start({ workers: 3, env: { TELEMETRY_UPDATE_INTERVAL: '0.5' } });
    const { workers: live } = await workers();
    expect(live.map(({ id }) => id)).toEqual(['worker-1', 'worker-2', 'worker-3']);
    expect(live.map(({ pid }) => pid)).toEqual(stack.workers.map(({ pid }) => pid));
    expect(live[0].models.length).toBeGreaterThan(0);

    const killed = performance.now();
    await stack.workers[1].kill('SIGKILL');
    await until('the dead worker to disappear', async () => (await workers()).count === 2, { seconds: 5 });
    expect(performance.now() - killed).toBeLessThan(3 * 500 + 300);
    expect((await workers()).workers.map(({ id }) => id)).toEqual(['worker-1', 'worker-3']);
  }, 40_000);

  it('a stopped worker leaves the list at once, and its commands are completed', async () => {
    stack = await Stack.start({ workers: 2 });
    const rows = Array.from({ length: 2000 }, (_, i) => ({ ...candidate, period: 1 + i }));
    const tasks = await Promise.all(
      Array.from({ length: 10 }, () =>
        call<{ task_id: string }>(`${stack.url}/predict/batch`, 'POST', { predictions: rows }),
      ),
    );
    await stack.workers[0].kill('SIGTERM');
    expect((await workers()).workers.map(({ id }) => id)).toEqual(['worker-2']);
    for (const { body } of tasks) {
      await until(
        `${body.task_id} to be completed`,
        async () => (await call(`${stack.url}/tasks/${body.task_id}`)).body.status === 'completed',
        { seconds: 30 },
      );
    }
  }, 60_000);

  it('a task that is sent while no worker is up waits for one, and /health says so', async () => {
    stack = await Stack.start({ workers: 0 });
    const health = await call(`${stack.url}/health`);
    expect(health.status).toBe(200);
    expect(health.body).toMatchObject({ status: 'degraded', details: { workers: { status: 'degraded' } } });
    expect((await call(`${stack.url}/health/ready`)).status).toBe(200);
    expect((await call(`${stack.url}/model/info`)).body.code).toBe('NO_WORKERS');
    const waited = await call<{ task_id: string; status: string }>(`${stack.url}/predict?wait=0.3`, 'POST', candidate);
    expect(waited.status).toBe(202);
    stack.addWorker();
    await until(
      'the task to be completed',
      async () => (await call(`${stack.url}/tasks/${waited.body.task_id}`)).body.status === 'completed',
    );
  }, 40_000);

  it('a waiting and a running task can be cancelled, and the waiting one never runs', async () => {
    stack = await Stack.start({ workers: 0 });
    const waiting = (await call<{ task_id: string }>(`${stack.url}/predict`, 'POST', candidate)).body.task_id;
    const cancelled = await call(`${stack.url}/tasks/${waiting}`, 'DELETE');
    expect(cancelled.body).toMatchObject({ status: 'cancelled', result: null });

    stack.addWorker();
    await stack.ready(1);
    const rows = Array.from({ length: 5000 }, (_, i) => ({ ...candidate, period: 1 + i }));
    const running = (
      await call<{ task_id: string }>(`${stack.url}/predict/batch?uncertainty=true&explain=true`, 'POST', {
        predictions: rows,
      })
    ).body.task_id;
    await until(
      'the task to run',
      async () => (await call(`${stack.url}/tasks/${running}`)).body.status === 'processing',
    );
    expect((await call(`${stack.url}/tasks/${running}`, 'DELETE')).body.status).toBe('cancelled');
    await until(
      'the worker to have no running task',
      async () => (await workers()).workers[0].current_tasks.length === 0,
      { seconds: 5 },
    );
    expect((await call(`${stack.url}/tasks/${running}`)).body).toMatchObject({ status: 'cancelled', result: null });
    expect((await call(`${stack.url}/tasks/${waiting}`)).body.status).toBe('cancelled');
    expect((await call(`${stack.url}/predict?wait=10`, 'POST', candidate)).body.status).toBe('completed');

    const finished = (await call<{ task_id: string }>(`${stack.url}/predict?wait=10`, 'POST', candidate)).body.task_id;
    expect((await call(`${stack.url}/tasks/${finished}`, 'DELETE')).body.status).toBe('completed');
  }, 60_000);
});
