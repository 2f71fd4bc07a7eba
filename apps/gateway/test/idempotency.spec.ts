import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FakeWorker } from './support/fake-worker';
import { startGateway, type TestGateway } from './support/gateway';
import { call } from './support/http';

const candidate = { source: 'KEPLER', period: 9.488, radius: 2.5 };
const curve = (content: string) => {
  const data = new FormData();
  data.append('files', new Blob([content]), 'a.csv');
  return data;
};

describe('idempotency keys', () => {
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
  const post = (path: string, key: string, body: unknown, { url } = gateway) =>
    call(url + path, { body, headers: { 'idempotency-key': key } });

  it.each<[path: string, same: () => unknown, another: () => unknown]>([
    ['/predict?wait=5', () => candidate, () => ({ ...candidate, radius: 3 })],
    ['/predict/batch?wait=5', () => ({ predictions: [candidate] }), () => ({ predictions: [candidate, candidate] })],
    ['/light-curves?wait=5', () => curve('time,flux\n'), () => curve('time,flux\n1,1\n')],
  ])('%s runs once for a key, on every gateway, and rejects the key for other content', async (path, same, another) => {
    const count = () => worker.received.predict.length + worker.received.analyze.length;
    const before = count();
    const first = await post(path, path, same());
    const second = await post(path, path, same());
    const third = await post(path, path, same(), other);
    expect([first.status, second.status, third.status]).toEqual([200, 200, 200]);
    expect([second.body, third.body]).toEqual([first.body, first.body]);
    expect(count() - before).toBe(1);
    const reused = await post(path, path, another());
    expect([reused.status, reused.body.code]).toEqual([422, 'IDEMPOTENCY_KEY_REUSED']);
  });

  it('concurrent requests with one key run once', async () => {
    const before = worker.received.predict.length;
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        post('/predict?wait=5', 'key-2', candidate, index % 2 ? gateway : other),
      ),
    );
    expect(new Set(answers.map(({ body }) => body.task_id)).size).toBe(1);
    expect(worker.received.predict.length - before).toBe(1);
  });

  it.each(['', 'with space', 'k'.repeat(256)])('the key %j is rejected', async (key) => {
    const { status, body } = await post('/predict', key, candidate);
    expect([status, body.errors[0].field]).toEqual([400, 'Idempotency-Key']);
  });
});
