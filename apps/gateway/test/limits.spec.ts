import { afterEach, describe, expect, it } from 'vitest';
import { apiKeys } from './support/api-keys';
import { FakeWorker } from './support/fake-worker';
import { startGateway, type TestGateway } from './support/gateway';
import { call } from './support/http';
import { type Connect, connectRaw, connectSocketIo } from './support/live-client';

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

  it('RATE_LIMIT counts opened sockets with the requests, and refuses more of them', async () => {
    const { url } = await start({ RATE_LIMIT: '3' });
    const clients = [await connectRaw(url), await connectSocketIo(url)];
    expect((await call(`${url}/models`)).status).toBe(200);
    for (const connect of [connectRaw, connectSocketIo])
      await expect(connect(url)).rejects.toThrow(/429|TOO_MANY_REQUESTS/);
    clients.forEach((client) => client.close());
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

  it('wrong keys slow each other down on the sockets and on the queue page, too', async () => {
    const { url } = await start({ API_KEYS: apiKeys({ alice: ['read'] }) });
    const timed = async (attempt: () => Promise<unknown>) => {
      const started = performance.now();
      await attempt();
      return performance.now() - started;
    };
    const refused = (connect: Connect) => () =>
      expect(connect(url, { key: 'wrong' })).rejects.toThrow(/401|UNAUTHORIZED/);
    const monitor = () => call(`${url}/monitor`, { headers: bearer('wrong') });
    // The queue page loads its libraries on the first request.
    await call(`${url}/monitor`);
    for (const attempt of [refused(connectRaw), refused(connectSocketIo), monitor, refused(connectRaw)])
      await attempt();
    expect(await timed(refused(connectRaw))).toBeGreaterThan(390);
    expect(await timed(refused(connectSocketIo))).toBeGreaterThan(490);
    expect(await timed(monitor)).toBeGreaterThan(590);
    const client = await connectRaw(url, { key: 'alice' });
    client.close();
  });

  it.each([
    ['the queue is full', { MAX_QUEUE: '1' }, 'OVERLOADED'],
    ['the payload memory is full', { PAYLOAD_MEMORY_LIMIT: '20000' }, 'OUT_OF_MEMORY'],
  ])('a repeated idempotency key finds its task although %s', async (_title, variables, code) => {
    const { url } = await start(variables);
    const submit = async (key: string, period = 9.488) =>
      call(`${url}/predict`, { body: { ...candidate, period }, headers: { 'idempotency-key': key } });
    const first = await submit('first');
    expect(first.status).toBe(202);
    const others: string[] = [];
    while (others.length < 100 && !others.includes(code))
      others.push((await submit(`other-${others.length}`)).body.code);
    expect(others).toContain(code);
    const repeated = await submit('first');
    expect([repeated.status, repeated.body.task_id]).toEqual([202, first.body.task_id]);
    expect((await submit('first', 1.5)).body.code).toBe('IDEMPOTENCY_KEY_REUSED');
  });
});
