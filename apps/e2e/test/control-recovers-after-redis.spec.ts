import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findRedisServer, freePort, startRedis, until } from '@exoplanet/dev';
import { call } from '../src/http';
import { Stack } from '../src/stack';

describe('the control plane', () => {
  const directory = mkdtempSync(join(tmpdir(), 'exoplanet-control-'));
  const program = findRedisServer()!;
  let redis: Awaited<ReturnType<typeof startRedis>> | undefined;
  let port: number;
  let stack: Stack;
  let gateway: Awaited<ReturnType<Stack['addGateway']>>;

  const allReply = async () => {
    const { body } = await call<{ expected: number; missing: string[] }>(
      `${gateway.url}/workers/inspect/ping?timeout=0.5`,
    );
    return body.expected === 1 && body.missing.length === 0;
  };

  beforeAll(async () => {
    port = await freePort();
    stack = await Stack.start({ gateways: 0, workers: 0, env: { REDIS_URL: `redis://127.0.0.1:${port}` } });
    gateway = await stack.addGateway();
    stack.addWorker();
    await until('the gateway to answer', async () => (await call(`${gateway.url}/health/live`)).status === 200);
    expect((await call(`${gateway.url}/workers/inspect/ping`)).body).toMatchObject({
      status: 503,
      code: 'REDIS_UNAVAILABLE',
    });
    expect((await call(`${gateway.url}/workers/pause`, 'POST')).body).toMatchObject({
      status: 503,
      code: 'REDIS_UNAVAILABLE',
    });
    redis = await startRedis({ program, directory, port });
  }, 60_000);
  afterAll(async () => {
    await stack?.stop();
    await redis?.stop();
  });

  it('works as soon as Redis is up, when gateway and worker were started first', async () => {
    await until('the worker to reply', allReply);
  }, 30_000);

  it('works again after Redis was restarted', async () => {
    await redis?.stop();
    expect((await call(`${gateway.url}/workers/inspect/ping`)).status).toBe(503);
    redis = await startRedis({ program, directory, port });
    await until('the worker to reply again', allReply);
  }, 30_000);

  it('lets gateway and worker end while Redis is down', async () => {
    await redis?.stop();
    redis = undefined;
    const started = performance.now();
    expect(await Promise.all([stack.workers[0].kill(), gateway.process.kill()])).toHaveLength(2);
    expect(performance.now() - started).toBeLessThan(8000);
  }, 30_000);
});
