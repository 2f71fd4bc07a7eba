import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FakeWorker } from './support/fake-worker';
import { startGateway, type TestGateway } from './support/gateway';
import { call } from './support/http';

const candidate = { source: 'KEPLER', period: 9.488, radius: 2.5 };

describe('cancelling', () => {
  let gateway: TestGateway;
  beforeAll(async () => {
    gateway = await startGateway();
  });
  afterAll(() => gateway.close());
  const submit = async (body: unknown = candidate) => (await call(`${gateway.url}/predict`, { body })).body.task_id;
  const cancel = (id: string) => call(`${gateway.url}/tasks/${id}`, { method: 'DELETE' });

  it('a waiting task never runs', async () => {
    const cancelled = await submit({ ...candidate, radius: 66 });
    expect((await cancel(cancelled)).body).toMatchObject({ status: 'cancelled', result: null });
    const kept = await submit();
    const worker = await FakeWorker.start(gateway.env);
    await expect.poll(async () => (await call(`${gateway.url}/tasks/${kept}`)).body.status).toBe('completed');
    expect(worker.received.predict).toHaveLength(1);
    expect((await call(`${gateway.url}/tasks/${cancelled}`)).body.status).toBe('cancelled');
    await worker.stop();
  });

  it('one task of a shared command is cancelled alone', async () => {
    const [first, second] = await Promise.all([submit(), submit({ ...candidate, radius: 3 })]);
    await cancel(first);
    const worker = await FakeWorker.start(gateway.env);
    await expect.poll(async () => (await call(`${gateway.url}/tasks/${second}`)).body.status).toBe('completed');
    expect((await call(`${gateway.url}/tasks/${first}`)).body).toMatchObject({ status: 'cancelled', result: null });
    await worker.stop();
  });

  it('a running task ends at once, and its worker is signalled', async () => {
    const worker = await FakeWorker.start(gateway.env);
    const aborted = new Promise<void>((resolve) => {
      worker.predict = (_command, { signal }) =>
        new Promise((_done, fail) =>
          signal.addEventListener('abort', () => {
            resolve();
            fail(new Error('aborted'));
          }),
        );
    });
    const id = await submit();
    await expect.poll(async () => (await call(`${gateway.url}/tasks/${id}`)).body.status).toBe('processing');
    expect((await cancel(id)).body.status).toBe('cancelled');
    await aborted;
    await worker.stop();
  });

  it('a finished task stays as it is', async () => {
    const worker = await FakeWorker.start(gateway.env);
    const { body } = await call(`${gateway.url}/predict?wait=5`, { body: candidate });
    expect((await cancel(body.task_id)).body).toEqual(body);
    await worker.stop();
  });

  it.each(['p00000000000000000000000000000000000', '1', 'x'.repeat(200)])('the unknown task %s is 404', async (id) => {
    for (const answer of [await cancel(id), await call(`${gateway.url}/tasks/${id}`)])
      expect([answer.status, answer.body.code]).toEqual([404, 'TASK_NOT_FOUND']);
  });
});
