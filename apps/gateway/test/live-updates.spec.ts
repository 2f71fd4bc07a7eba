import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { apiKeys } from './support/api-keys';
import { FakeWorker } from './support/fake-worker';
import { startGateway, type TestGateway } from './support/gateway';
import { call } from './support/http';
import { connectRaw, connectSocketIo } from './support/live-client';

const candidate = { source: 'KEPLER', period: 9.488, radius: 2.5 };

describe.each([
  ['/ws', connectRaw],
  ['socket.io', connectSocketIo],
])('live updates over %s', (_protocol, connect) => {
  let gateway: TestGateway;
  let other: TestGateway;
  let worker: FakeWorker;
  beforeAll(async () => {
    gateway = await startGateway();
    other = await startGateway({ KEY_PREFIX: gateway.env.KEY_PREFIX });
    worker = await FakeWorker.start(gateway.env);
  });
  afterAll(async () => {
    await worker.stop();
    await Promise.all([gateway.close(), other.close()]);
  });

  it('a subscriber on any gateway receives progress and then the result, once', async () => {
    let finish!: () => void;
    worker.analyze = async (_command, context) => {
      context.progress({ fraction: 0.5, stage: 'searching' });
      await new Promise<void>((done) => (finish = done));
      return { detections: [] };
    };
    const { task_id } = (await call(`${gateway.url}/light-curves`, { body: { time: [1], flux: [1] } })).body;
    await expect.poll(async () => (await call(`${gateway.url}/tasks/${task_id}`)).body.progress.fraction).toBe(0.5);
    const clients = await Promise.all([connect(gateway.url), connect(other.url)]);
    for (const client of clients) {
      client.send({ type: 'subscribe_task', task_id });
      await client.next(({ type }) => type === 'subscription_confirmed');
      await client.next(
        ({ status, progress }) => status === 'processing' && (progress as { fraction: number }).fraction === 0.5,
      );
    }
    finish();
    for (const client of clients) {
      const final = await client.next(({ status }) => status === 'completed');
      expect(final).toMatchObject({ type: 'task_update', task_id, result: { detections: [] }, error: null });
    }
    clients.forEach((client) => client.send({ type: 'ping' }));
    for (const client of clients) {
      await client.next(({ type }) => type === 'pong');
      expect(client.received.filter(({ status }) => status === 'completed')).toHaveLength(1);
      client.close();
    }
  });

  it('a subscriber of a finished task receives its result at once', async () => {
    const { task_id } = (await call(`${gateway.url}/predict?wait=5`, { body: candidate })).body;
    const client = await connect(gateway.url);
    client.send({ type: 'subscribe_task', task_id });
    expect(await client.next(({ type }) => type === 'task_update')).toMatchObject({ status: 'completed', task_id });
    client.close();
  });

  it('a client that unsubscribed receives no result', async () => {
    let finish!: () => void;
    worker.analyze = () => new Promise((done) => (finish = () => done({})));
    const { task_id } = (await call(`${gateway.url}/light-curves`, { body: { time: [1], flux: [1] } })).body;
    const [leaving, staying] = await Promise.all([connect(gateway.url), connect(gateway.url)]);
    for (const client of [leaving, staying]) {
      client.send({ type: 'subscribe_task', task_id });
      await client.next(({ status }) => status === 'processing');
    }
    leaving.send({ type: 'unsubscribe_task', task_id });
    await leaving.next(({ type }) => type === 'unsubscribed');
    finish();
    await staying.next(({ status }) => status === 'completed');
    leaving.send({ type: 'ping' });
    await leaving.next(({ type }) => type === 'pong');
    expect(leaving.received.some(({ status }) => status === 'completed')).toBe(false);
    [leaving, staying].forEach((client) => client.close());
  });

  it('a subscriber of the workers receives them at once and again at every interval', async () => {
    const client = await connect(gateway.url);
    client.send({ type: 'subscribe_workers' });
    await client.next(({ type }) => type === 'workers_update');
    await expect.poll(() => client.received.filter(({ type }) => type === 'workers_update').length).toBeGreaterThan(2);
    expect(client.received.at(-1)).toMatchObject({ workers: [{ id: 'worker-1' }] });
    client.close();
  });

  it.each<[message: unknown, code: string]>([
    [{ type: 'dance' }, 'VALIDATION_FAILED'],
    [{ type: 'subscribe_task' }, 'TASK_NOT_FOUND'],
    [{ type: 'subscribe_task', task_id: 'p00000000000000000000000000000000000' }, 'TASK_NOT_FOUND'],
  ])('%j is answered with %s, and the connection stays', async (message, code) => {
    const client = await connect(gateway.url);
    client.send(message);
    expect(await client.next(({ type }) => type === 'error')).toMatchObject({ code });
    client.send({ type: 'ping' });
    await client.next(({ type }) => type === 'pong');
    client.close();
  });

  it('a page of another site is refused where keys are off', async () => {
    await expect(connect(gateway.url, { origin: 'http://evil.example' })).rejects.toThrow();
    (await connect(gateway.url, { origin: gateway.url })).close();
  });

  it('where keys are on, a client needs one with the role read, and sees only its own tasks', async () => {
    const guarded = await startGateway({
      API_KEYS: apiKeys({ alice: ['submit', 'read'], bob: ['read'], operator: ['operate'] }),
    });
    for (const key of [undefined, 'nobody', 'operator']) await expect(connect(guarded.url, { key })).rejects.toThrow();
    const headers = { authorization: 'Bearer alice' };
    const { task_id } = (await call(`${guarded.url}/predict`, { body: candidate, headers })).body;
    const [alice, bob] = await Promise.all([
      connect(guarded.url, { key: 'alice' }),
      connect(guarded.url, { key: 'bob' }),
    ]);
    for (const client of [alice, bob]) client.send({ type: 'subscribe_task', task_id });
    expect(await alice.next(({ type }) => type === 'task_update')).toMatchObject({ status: 'pending' });
    expect(await bob.next(({ type }) => type === 'error')).toMatchObject({ code: 'TASK_NOT_FOUND' });
    [alice, bob].forEach((client) => client.close());
    await guarded.close();
  });
});

describe('the raw WebSocket', () => {
  let gateway: TestGateway;
  beforeAll(async () => {
    gateway = await startGateway({ API_KEYS: apiKeys({ alice: ['read'] }) });
  });
  afterAll(() => gateway.close());
  const open = (path: string, protocols: string[] = []) =>
    new Promise<{ protocol: string } | { error: string }>((resolve) => {
      const socket = new WebSocket(`${gateway.url.replace('http', 'ws')}${path}`, protocols);
      socket.once('open', () => {
        resolve({ protocol: socket.protocol });
        socket.close();
      });
      socket.once('error', ({ message }) => resolve({ error: message }));
    });

  it('accepts a key as a subprotocol and does not send it back', async () => {
    expect(await open('/ws/page', ['exoplanet', 'bearer.alice'])).toEqual({ protocol: 'exoplanet' });
  });

  it.each(['/ws', '/ws/', '/ws/with%20space', `/ws/${'x'.repeat(65)}`])('refuses the path %s', async (path) => {
    expect(await open(path, ['exoplanet', 'bearer.alice'])).toEqual({
      error: expect.stringContaining('400') as string,
    });
  });
});
