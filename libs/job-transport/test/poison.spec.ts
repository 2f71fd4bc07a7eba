import { beforeAll, expect, it } from 'vitest';
import { buildChildWorker, SupervisedWorker } from './support/child-process';
import { OwnRedis } from './support/own-redis';
import { connectionTo, startClient, uniquePrefix, until } from './support/system';

const impatient = { lockDuration: 2000, stalledInterval: 500, concurrency: 10, work: 20 };
const TIMEOUT = 120_000;

beforeAll(buildChildWorker);

it(
  'runs a task that kills its worker three times more, alone, then fails it with POISON',
  async () => {
    const prefix = uniquePrefix();
    const client = startClient({ prefix });
    const worker = new SupervisedWorker({ ...impatient, connection: connectionTo(), prefix });
    const healthy = Array.from({ length: 20 }, (_, index) => client.submit('parts', [`healthy-${index}`]));
    const { id } = await client.submit('parts', ['kill']);
    expect(await client.outcome('parts', id, 90_000)).toMatchObject({
      state: 'failed',
      error: { code: 'POISON', retryable: false },
    });
    for (const submission of await Promise.all(healthy))
      expect(await client.outcome('parts', submission.id, 90_000)).toMatchObject({ state: 'completed' });
    expect(worker.messages.filter((text) => text.startsWith('running kill'))).toEqual([
      'running kill',
      ...Array<string>(3).fill('running kill alone'),
    ]);
    expect(worker.deaths).toBe(4);
  },
  TIMEOUT,
);

it(
  'finishes the healthy parts of a command that killed its worker, and fails only the killer',
  async () => {
    const prefix = uniquePrefix();
    const client = startClient({ prefix });
    const worker = new SupervisedWorker({ ...impatient, connection: connectionTo(), prefix });
    const parts = ['a', 'b', 'kill', 'c'];
    const { id } = await client.submit('parts', parts);
    const record = await client.outcome('parts', id, 90_000);
    expect(record).toMatchObject({ state: 'completed' });
    expect(Object.keys(record!.failedParts!)).toEqual(['kill']);
    expect(record!.failedParts!.kill).toMatchObject({ code: 'POISON' });
    expect(await record!.readResult()).toEqual(['done a', 'done b', 'POISON', 'done c']);
    expect((await startClient({ prefix }).find('parts', id))!.failedParts).toEqual(record!.failedParts);
    // Once together, then three times alone.
    expect(worker.deaths).toBe(4);
  },
  TIMEOUT,
);

it(
  'remembers what killed a worker when worker and Redis are killed together and start again',
  async () => {
    const redis = await OwnRedis.reserve();
    await redis.start();
    const { connection } = redis;
    const prefix = uniquePrefix();
    const client = startClient({ connection, prefix });
    const { id } = await client.submit('parts', ['kill']);
    const worker = new SupervisedWorker({ ...impatient, connection, prefix });
    for (let deaths = 1; deaths <= 4; deaths++) {
      await until(() => worker.deaths === deaths, 60_000);
      await redis.kill();
      await redis.start();
    }
    await until(() => client.isConnected);
    expect(await client.outcome('parts', id, 90_000)).toMatchObject({ state: 'failed', error: { code: 'POISON' } });
    expect(worker.messages.filter((text) => text.startsWith('running'))).toEqual([
      'running kill',
      ...Array<string>(3).fill('running kill alone'),
    ]);
  },
  TIMEOUT,
);

it(
  'blames no healthy task for workers that are killed, not even while it runs alone',
  async () => {
    const prefix = uniquePrefix();
    const client = startClient({ prefix });
    const worker = new SupervisedWorker({ ...impatient, work: 1500, connection: connectionTo(), prefix });
    const submissions = await Promise.all(['a', 'b', 'c'].map((part) => client.submit('parts', [part])));
    await until(() => worker.messages.filter((text) => text.startsWith('running')).length === 3);
    worker.kill();
    // Now all three run again, one by one; the worker is killed again while the first runs alone.
    await until(() => worker.messages.some((text) => text.endsWith('alone')), 60_000);
    worker.kill();
    for (const { id } of submissions)
      expect(await client.outcome('parts', id, 90_000)).toMatchObject({ state: 'completed' });
  },
  TIMEOUT,
);
