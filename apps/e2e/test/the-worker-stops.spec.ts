import { connect } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, it } from 'vitest';
import { freePort, until } from '@exoplanet/dev';
import { call } from '../src/http';
import { Stack } from '../src/stack';
import { asCsv, syntheticCurve } from '../src/synthetic-curve';

/** Its search takes longer than a stopping worker waits for it. */
const long = syntheticCurve({
  days: 1400,
  noise: 200,
  planet: { period: 31, epoch: 140, duration: 4, depth: 1000 },
});

interface Task {
  task_id: string;
  status: string;
  worker: string | null;
}

describe('a worker that gets SIGTERM', () => {
  let stack: Stack;
  afterEach(() => stack?.stop());

  const submitted = async (): Promise<string> => {
    const form = new FormData();
    form.append('files', new Blob([gzipSync(asCsv(long))]), 'long.csv.gz');
    form.append('max_planets', '10');
    const response = await fetch(`${stack.url}/light-curves`, { method: 'POST', body: form });
    return ((await response.json()) as Task).task_id;
  };
  const runsOn = (id: string, worker: string) =>
    until(
      `the task to run on ${worker}`,
      async () => {
        const { body } = await call<Task>(`${stack.url}/tasks/${id}`);
        return body.status === 'processing' && body.worker === worker;
      },
      { seconds: 40 },
    );

  it('ends within 30 s and hands its search over, although clients of its health port hold connections', async () => {
    const port = await freePort();
    stack = await Stack.start({ workers: 0 });
    const worker = stack.addWorker({ WORKER_HEALTH_PORT: String(port) });
    await stack.ready(1);
    const id = await submitted();
    await runsOn(id, 'worker-1');

    const half = connect(port, '127.0.0.1');
    half.on('error', () => undefined);
    half.write('POST /health/ready HTTP/1.1\r\nhost: localhost\r\ncontent-length: 100\r\n\r\n{');
    const idle = connect(port, '127.0.0.1');
    idle.on('error', () => undefined);
    await new Promise((open) => idle.once('connect', open));

    stack.addWorker();
    const asked = performance.now();
    expect(await worker.kill('SIGTERM')).toBe(0);
    expect(performance.now() - asked).toBeLessThan(30_000);
    await runsOn(id, 'worker-2');
    await call(`${stack.url}/tasks/${id}`, 'DELETE');
  }, 120_000);

  it('ends at once at the second signal', async () => {
    stack = await Stack.start();
    const [worker] = stack.workers;
    await runsOn(await submitted(), 'worker-1');
    const ended = worker.kill('SIGTERM');
    await until('the worker to leave the list', async () => {
      const { body } = await call<{ count: number }>(`${stack.url}/workers/status`);
      return body.count === 0;
    });
    const asked = performance.now();
    process.kill(worker.pid, 'SIGTERM');
    expect(await ended).toBe(128 + 15);
    expect(performance.now() - asked).toBeLessThan(1000);
  }, 60_000);
});
