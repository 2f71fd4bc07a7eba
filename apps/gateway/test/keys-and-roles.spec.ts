import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { apiKeys } from './support/api-keys';
import { FakeWorker } from './support/fake-worker';
import { startGateway, type TestGateway } from './support/gateway';
import { call } from './support/http';

const candidate = { source: 'KEPLER', period: 9.488, radius: 2.5 };
const bearer = (key: string) => ({ authorization: `Bearer ${key}` });

describe('API keys and roles', () => {
  let gateway: TestGateway;
  let worker: FakeWorker;
  beforeAll(async () => {
    gateway = await startGateway({
      API_KEYS: apiKeys({
        alice: ['submit', 'read'],
        bob: ['submit', 'read'],
        reader: ['read'],
        operator: ['operate'],
      }),
    });
    worker = await FakeWorker.start(gateway.env);
  });
  afterAll(async () => {
    await worker.stop();
    await gateway.close();
  });

  const status = async (method: string, path: string, key?: string, body?: unknown) =>
    (await call(gateway.url + path, { method, body, headers: key === undefined ? {} : bearer(key) })).status;

  it.each(['/', '/health', '/health/live', '/health/ready', '/metrics', '/v2', '/v2/health/live', '/openapi.json'])(
    'GET %s needs no key',
    async (path) => {
      expect((await fetch(gateway.url + path)).status).toBe(200);
    },
  );

  it.each<[method: string, path: string, allowed: string[], body?: unknown]>([
    ['POST', '/predict', ['alice'], candidate],
    ['POST', '/predict/batch', ['alice'], { predictions: [candidate] }],
    ['POST', '/light-curves', ['alice'], { time: [1], flux: [1] }],
    ['GET', '/models', ['alice', 'reader']],
    ['GET', '/model/info', ['alice', 'reader']],
    ['GET', '/workers/status', ['alice', 'reader', 'operator']],
    ['GET', '/workers/inspect/ping', ['alice', 'reader', 'operator']],
    ['POST', '/workers/pause', ['operator'], {}],
    ['POST', '/models/tabular/reload', ['operator'], {}],
    ['GET', '/v2/models/tabular', ['alice', 'reader']],
  ])('%s %s is open to the roles that it names alone', async (method, path, allowed, body) => {
    expect(await status(method, path, undefined, body)).toBe(401);
    expect(await status(method, path, 'nobody', body)).toBe(401);
    for (const key of ['alice', 'reader', 'operator']) {
      const answer = await status(method, path, key, body);
      if (allowed.includes(key)) expect([key, answer < 300]).toEqual([key, true]);
      else expect([key, answer]).toEqual([key, 403]);
    }
  });

  it('a key is accepted in X-API-Key, too', async () => {
    const answer = await call(`${gateway.url}/models`, { headers: { 'x-api-key': 'reader' } });
    expect(answer.status).toBe(200);
  });

  it('a rejection says how to authenticate, and which role is missing', async () => {
    const without = await call(`${gateway.url}/models`);
    expect([without.body.code, without.headers.get('www-authenticate')]).toEqual(['UNAUTHORIZED', 'Bearer']);
    const wrong = await call(`${gateway.url}/predict`, { body: candidate, headers: bearer('reader') });
    expect([wrong.body.code, wrong.body.detail]).toEqual(['FORBIDDEN', expect.stringContaining('submit')]);
  });

  it('a task is visible to its owner alone, and an operator may cancel it without seeing its result', async () => {
    const { body } = await call(`${gateway.url}/predict?wait=5`, { body: candidate, headers: bearer('alice') });
    const path = `/tasks/${body.task_id}`;
    expect(await status('GET', path, 'alice')).toBe(200);
    for (const [method, key] of [
      ['GET', 'bob'],
      ['GET', 'reader'],
      ['DELETE', 'bob'],
    ])
      expect([method, key, await status(method, path, key)]).toEqual([method, key, 404]);
    const cancelled = await call(gateway.url + path, { method: 'DELETE', headers: bearer('operator') });
    expect(cancelled.body).toMatchObject({ status: 'completed', result: null });
  });

  it('the same idempotency key of two owners means two tasks', async () => {
    const ids = await Promise.all(
      ['alice', 'bob'].map(
        async (key) =>
          (
            await call(`${gateway.url}/predict`, {
              body: candidate,
              headers: { ...bearer(key), 'idempotency-key': 'same' },
            })
          ).body.task_id,
      ),
    );
    expect(ids[0]).not.toBe(ids[1]);
  });

  it('pages of other sites need no check of their own: without a key they can do nothing', async () => {
    const headers = { origin: 'http://evil.example' };
    expect((await call(`${gateway.url}/predict`, { body: candidate, headers })).status).toBe(401);
    expect(
      (await call(`${gateway.url}/predict`, { body: candidate, headers: { ...headers, ...bearer('alice') } })).status,
    ).toBe(202);
  });
});
