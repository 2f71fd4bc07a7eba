import { afterEach, describe, expect, it } from 'vitest';
import { apiKeys } from './support/api-keys';
import { FakeWorker } from './support/fake-worker';
import { startGateway, type TestGateway } from './support/gateway';
import { call } from './support/http';

const candidate = { source: 'KEPLER', period: 9.488, radius: 2.5 };
const bearer = (key: string) => ({ authorization: `Bearer ${key}` });

describe('limits', () => {
  const gateways: TestGateway[] = [];
  const start = async (variables: Record<string, string>) => {
    const gateway = await startGateway(variables);
    gateways.push(gateway);
    return gateway;
  };
  afterEach(async () => {
    await Promise.all(gateways.splice(0).map((gateway) => gateway.close()));
  });

  it('RATE_LIMIT counts the requests of a key on all gateways together, and says when to try again', async () => {
    const API_KEYS = apiKeys({ alice: ['read'], bob: ['read'] });
    const first = await start({ RATE_LIMIT: '10', API_KEYS });
    const second = await start({ RATE_LIMIT: '10', API_KEYS, KEY_PREFIX: first.env.KEY_PREFIX });
    const statuses: number[] = [];
    for (let index = 0; index < 14; index++) {
      const { url } = index % 2 ? second : first;
      statuses.push((await call(`${url}/models`, { headers: bearer('alice') })).status);
    }
    expect(statuses).toEqual([...Array<number>(10).fill(200), ...Array<number>(4).fill(429)]);
    const { headers, body } = await call(`${first.url}/models`, { headers: bearer('alice') });
    expect(body.code).toBe('TOO_MANY_REQUESTS');
    expect(Number(headers.get('retry-after'))).toBeGreaterThan(30);
    expect((await call(`${first.url}/models`, { headers: bearer('bob') })).status).toBe(200);
    for (let index = 0; index < 12; index++) expect((await fetch(`${first.url}/health/live`)).status).toBe(200);
  });

  it('without keys RATE_LIMIT counts by address', async () => {
    const { url } = await start({ RATE_LIMIT: '3' });
    const statuses: number[] = [];
    for (let index = 0; index < 5; index++) statuses.push((await call(`${url}/predict`, { body: candidate })).status);
    expect(statuses).toEqual([202, 202, 202, 429, 429]);
  });

  it('MAX_QUEUE rejects work while too many rows wait, and accepts it again when workers have caught up', async () => {
    const gateway = await start({ MAX_QUEUE: '1000' });
    const submit = async (rows: number) =>
      await call(`${gateway.url}/predict/batch`, { body: { predictions: Array<object>(rows).fill(candidate) } });
    const statuses: number[] = [];
    for (let index = 0; index < 14; index++) {
      statuses.push((await submit(100)).status);
      await new Promise((done) => setTimeout(done, 60)); // Some readings of the queue happen meanwhile.
    }
    expect(statuses).toEqual([...Array<number>(10).fill(202), ...Array<number>(4).fill(503)]);
    const { body, headers } = await submit(100);
    expect([body.code, headers.get('retry-after')]).toEqual(['OVERLOADED', '1']);
    const worker = await FakeWorker.start(gateway.env);
    await expect.poll(async () => (await submit(100)).status, { timeout: 10_000 }).toBe(202);
    await worker.stop();
  });

  it('a batch that is larger than MAX_QUEUE is accepted by an empty queue', async () => {
    const gateway = await start({ MAX_QUEUE: '10' });
    const predictions = Array<object>(20).fill(candidate);
    expect((await call(`${gateway.url}/predict/batch`, { body: { predictions } })).status).toBe(202);
    expect((await call(`${gateway.url}/predict`, { body: candidate })).status).toBe(503);
  });

  it('wrong keys are answered ever more slowly, and a valid key is not delayed meanwhile', async () => {
    const { url } = await start({ API_KEYS: apiKeys({ alice: ['read'] }) });
    const timed = async (key: string) => {
      const started = performance.now();
      const { status } = await call(`${url}/models`, { headers: bearer(key) });
      return { status, milliseconds: performance.now() - started };
    };
    await timed('alice');
    for (let index = 0; index < 5; index++) await timed(`wrong-${index}`);
    const [wrong, valid] = await Promise.all([timed('wrong'), timed('alice')]);
    expect([wrong.status, valid.status]).toEqual([401, 200]);
    expect(wrong.milliseconds).toBeGreaterThan(490);
    expect(valid.milliseconds).toBeLessThan(wrong.milliseconds / 2);
  });
});
