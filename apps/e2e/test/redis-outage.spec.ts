import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findRedisServer, startRedis, until } from '@exoplanet/dev';
import { call } from '../src/http';
import { Stack } from '../src/stack';

const candidate = { period: 1.5, source: 'TESS' };

describe('when Redis is down', () => {
  const directory = mkdtempSync(join(tmpdir(), 'exoplanet-redis-'));
  const program = findRedisServer()!;
  let redis: Awaited<ReturnType<typeof startRedis>>;
  let stack: Stack;

  beforeAll(async () => {
    redis = await startRedis({ program, directory });
    stack = await Stack.start({ env: { REDIS_URL: redis.url } });
  });
  afterAll(async () => {
    await stack?.stop();
    await redis?.stop();
  });

  it('the gateway refuses requests at once with Retry-After, recovers by itself, and loses no accepted task', async () => {
    const before = (await call<{ task_id: string }>(`${stack.url}/predict?wait=10`, 'POST', candidate)).body.task_id;
    await redis.stop();

    const started = performance.now();
    const refused = await call(`${stack.url}/predict`, 'POST', candidate);
    expect(performance.now() - started).toBeLessThan(2500);
    expect(refused.status).toBe(503);
    expect(refused.body.code).toBe('REDIS_UNAVAILABLE');
    expect(refused.headers.get('retry-after')).toMatch(/^\d+$/);
    for (const path of ['/workers/status', '/model/info', '/models', '/tasks/p00000000000000000000000000000000000'])
      expect((await call(`${stack.url}${path}`)).status).toBe(503);
    for (const path of ['/health', '/health/ready']) {
      const health = await call(`${stack.url}${path}`);
      expect(health.status).toBe(503);
      expect(health.body).toMatchObject({ status: 'error', error: { redis: { status: 'down' } } });
    }
    expect((await call(`${stack.url}/health/live`)).status).toBe(200);

    redis = await startRedis({ program, directory, port: redis.port });
    await stack.ready(1);
    let again = await call(`${stack.url}/predict?wait=10`, 'POST', candidate);
    await until('a prediction after the restart', async () => {
      if (again.body.status !== 'completed') again = await call(`${stack.url}/predict?wait=10`, 'POST', candidate);
      return again.body.status === 'completed';
    });
    expect((await call(`${stack.url}/tasks/${before}`)).body.status).toBe('completed');
    expect(stack.workers[0].running && stack.gateways[0].process.running).toBe(true);
  }, 60_000);

  it('a gateway can start, and is ready when Redis is up', async () => {
    await redis.stop();
    const gateway = await stack.addGateway();
    await until('the gateway to answer', async () => (await call(`${gateway.url}/health/live`)).status === 200);
    expect((await call(`${gateway.url}/predict`, 'POST', candidate)).status).toBe(503);
    redis = await startRedis({ program, directory, port: redis.port });
    await stack.ready(1);
    expect((await call(`${gateway.url}/predict?wait=10`, 'POST', candidate)).body.status).toBe('completed');
  }, 60_000);
});
