import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FakeWorker } from './support/fake-worker';
import { startGateway, type TestGateway } from './support/gateway';
import { call } from './support/http';

const candidate = { source: 'KEPLER', period: 9.488, radius: 2.5 };

describe('health', () => {
  it('is degraded without workers and ok with one, and ready in both cases', async () => {
    const gateway = await startGateway();
    const { status, body } = await call(`${gateway.url}/health`);
    expect([status, body.status, body.details.workers.status]).toEqual([200, 'degraded', 'degraded']);
    expect((await call(`${gateway.url}/health/ready`)).status).toBe(200);
    const worker = await FakeWorker.start(gateway.env);
    const { body: healthy } = await call(`${gateway.url}/health`);
    expect(healthy.status).toBe('ok');
    expect(healthy.details).toMatchObject({
      redis: { status: 'up', response_time_ms: expect.any(Number) as number },
      queue: { status: 'up', waiting: 0 },
      workers: { status: 'up', count: 1 },
      models: { status: 'up', served: ['tabular@1'] },
    });
    expect(healthy.system).toMatchObject({
      workers: 1,
      tasks_processed: 3,
      tasks_failed: 1,
      mean_processing_time_ms: 2,
    });
    await worker.stop();
    await gateway.close();
  });

  it('is not ready without Redis, while the process is alive and requests are rejected with 503', async () => {
    const gateway = await startGateway({ REDIS_URL: 'redis://127.0.0.1:1' });
    expect((await call(`${gateway.url}/health/live`)).status).toBe(200);
    expect((await call(`${gateway.url}/health/ready`)).status).toBe(503);
    const { status, headers, body } = await call(`${gateway.url}/predict`, { body: candidate });
    expect([status, body.code, headers.get('retry-after')]).toEqual([503, 'REDIS_UNAVAILABLE', '1']);
    expect(await (await fetch(`${gateway.url}/metrics`)).text()).toContain('exoplanet_redis_up 0');
    await gateway.close();
  });
});

describe('operations', () => {
  let gateway: TestGateway;
  let worker: FakeWorker;
  beforeAll(async () => {
    gateway = await startGateway();
    worker = await FakeWorker.start(gateway.env);
  });
  afterAll(async () => {
    await worker.stop();
    await gateway.close();
  });
  const metric = async (series: string) =>
    Number(
      (await (await fetch(`${gateway.url}/metrics`)).text())
        .split('\n')
        .find((line) => line.startsWith(`${series} `))
        ?.split(' ')[1],
    );

  it('metrics count tasks, requests, workers and queues', async () => {
    await call(`${gateway.url}/predict?wait=5`, { body: candidate });
    await call(`${gateway.url}/predict`, { body: {} });
    expect(await metric('exoplanet_tasks_total{kind="predict",state="submitted"}')).toBe(1);
    expect(await metric('exoplanet_queue_jobs{queue="predict",state="completed"}')).toBe(1);
    expect(await metric('exoplanet_workers{paused="false"}')).toBe(1);
    expect(await metric('exoplanet_worker_heartbeat_age_seconds{worker="worker-1"}')).toBeLessThan(60);
    expect(await metric('exoplanet_redis_up')).toBe(1);
    expect(await metric('exoplanet_payload_memory_bytes{use="limit"}')).toBe(gateway.env.PAYLOAD_MEMORY_LIMIT);
    const requests = 'exoplanet_http_request_duration_seconds_count{method="POST",route="/predict"';
    expect(await metric(`${requests},status="200"}`)).toBe(1);
    expect(await metric(`${requests},status="400"}`)).toBe(1);
  });

  it.each([
    ['GET', '/workers/inspect/ping', 'control.inspect'],
    ['POST', '/workers/pause', 'control.pause'],
    ['POST', '/workers/resume', 'control.resume'],
    ['POST', '/workers/drain', 'control.drain'],
    ['POST', '/models/tabular/reload', 'control.reload'],
  ])('%s %s reaches every worker and returns one reply from each', async (method, path, pattern) => {
    const second = await FakeWorker.start(gateway.env, 'worker-2');
    const { status, body } = await call(gateway.url + path, { method, ...(method === 'POST' ? { body: {} } : {}) });
    expect([status, body.expected, body.missing]).toEqual([200, 2, []]);
    expect(body.replies.map((reply: { worker: string }) => reply.worker)).toEqual(['worker-1', 'worker-2']);
    expect([worker.received.control.at(-1), second.received.control]).toEqual([pattern, [pattern]]);
    await second.stop();
    await forget(gateway, 'worker-2');
  });

  it('a request can name one worker, and a worker that does not reply is listed as missing', async () => {
    const { body } = await call(`${gateway.url}/workers/pause`, { body: { worker: 'worker-1' } });
    expect(body.replies).toHaveLength(1);
    const unknown = await call(`${gateway.url}/workers/pause`, { body: { worker: 'worker-9' } });
    expect([unknown.status, unknown.body.code]).toEqual([404, 'WORKER_NOT_FOUND']);
    const silent = await FakeWorker.start(gateway.env, 'worker-2');
    await silent.stop();
    const partial = await call(`${gateway.url}/workers/inspect/ping?timeout=0.2`);
    expect([partial.body.expected, partial.body.missing]).toEqual([2, ['worker-2']]);
    await forget(gateway, 'worker-2');
  });

  it('a reload has failed when every worker has refused it; a worker that is missing may still swap', async () => {
    const second = await FakeWorker.start(gateway.env, 'worker-2');
    const refusal = { code: 'SHA256_MISMATCH', message: 'the file is damaged' } as const;
    [worker.refusal, second.refusal] = [refusal, refusal];
    const reload = (seconds: number) => call(`${gateway.url}/models/tabular/reload?timeout=${seconds}`, { body: {} });
    const refused = await reload(20);
    expect([refused.status, refused.body.code, refused.body.missing]).toEqual([409, 'RELOAD_FAILED', []]);
    await second.stop();
    const partial = await reload(1);
    expect([partial.status, partial.body.missing]).toEqual([200, ['worker-2']]);
    expect(partial.body.replies).toMatchObject([{ worker: 'worker-1', ok: false, answer: refusal }]);
    worker.refusal = undefined;
    await forget(gateway, 'worker-2');
  });

  it('models list what the workers serve, with their cards', async () => {
    expect((await call(`${gateway.url}/models`)).body.models).toMatchObject([
      { name: 'tabular', version: '1', default: true, providers: ['cpu'], workers: 1 },
    ]);
    for (const path of ['/model/info', '/models/tabular', '/models/tabular@1'])
      expect((await call(gateway.url + path)).body).toMatchObject({ name: 'tabular', description: 'a card for tests' });
    expect((await call(`${gateway.url}/models/other`)).status).toBe(404);
  });
});

async function forget({ app, env }: TestGateway, worker: string): Promise<void> {
  const { REDIS } = await import('../src/platform/redis/tokens');
  await app.get<{ del(key: string): Promise<number> }>(REDIS).del(`${env.KEY_PREFIX}:worker:${worker}`);
}
