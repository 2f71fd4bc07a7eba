import { spawnSync } from 'node:child_process';
import { beforeAll, expect, it } from 'vitest';
import { buildChildWorker, isolatedProgram, SupervisedWorker } from './support/child-process';
import { OwnRedis } from './support/own-redis';
import { connectionTo, startClient, uniquePrefix, until } from './support/system';

const impatient = { lockDuration: 2000, stalledInterval: 500, concurrency: 10, work: 20, isolatedProgram };
const TIMEOUT = 120_000;

beforeAll(buildChildWorker);

it(
  'runs a task that killed its worker once more, alone in a child process, and fails it with POISON when it kills that too',
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
    expect(worker.log.lines.filter((text) => text.startsWith('running kill'))).toEqual([
      'running kill',
      'running kill alone',
    ]);
    expect(worker.deaths).toBe(1);
  },
  TIMEOUT,
);

it(
  'finishes the healthy parts of a command that killed its worker, and fails only the killers',
  async () => {
    const prefix = uniquePrefix();
    const client = startClient({ prefix });
    const worker = new SupervisedWorker({ ...impatient, connection: connectionTo(), prefix });
    const parts = ['a', 'kill', 'b', 'kill again', 'c'];
    const { id } = await client.submit('parts', parts);
    const record = await client.outcome('parts', id, 90_000);
    expect(record).toMatchObject({ state: 'completed' });
    expect(Object.keys(record!.failedParts!)).toEqual(['kill', 'kill again']);
    expect(record!.failedParts!.kill).toMatchObject({ code: 'POISON' });
    expect(await record!.readResult()).toEqual(['done a', 'POISON', 'done b', 'POISON', 'done c']);
    expect((await startClient({ prefix }).find('parts', id))!.failedParts).toEqual(record!.failedParts);
    expect(worker.deaths).toBe(1);
  },
  TIMEOUT,
);

it(
  'fails a task with POISON whose worker and child process ended together three times, also when Redis ended with them',
  async () => {
    const redis = await OwnRedis.reserve();
    await redis.start();
    const { connection } = redis;
    const prefix = uniquePrefix();
    const client = startClient({ connection, prefix });
    const { id } = await client.submit('parts', ['kill-all']);
    const worker = new SupervisedWorker({ ...impatient, connection, prefix });
    for (let deaths = 1; deaths <= 4; deaths++) {
      await until(() => worker.deaths === deaths, 60_000);
      await redis.kill();
      await redis.start();
    }
    await until(() => client.isConnected);
    expect(await client.outcome('parts', id, 90_000)).toMatchObject({ state: 'failed', error: { code: 'POISON' } });
    expect(worker.log.lines.filter((text) => text.startsWith('running'))).toEqual([
      'running kill-all',
      ...Array<string>(3).fill('running kill-all alone'),
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
    await until(() => worker.log.lines.filter((text) => text.startsWith('running')).length === 3, 60_000);
    worker.kill();
    // Now all three run again, one by one; the worker is killed again while the first runs alone.
    await until(() => worker.log.lines.some((text) => text.endsWith('alone')), 60_000);
    worker.kill();
    for (const { id } of submissions)
      expect(await client.outcome('parts', id, 90_000)).toMatchObject({ state: 'completed' });
  },
  TIMEOUT,
);

it(
  'kills a child process whose handler blocks it past the time limit, and goes on with the next lost task',
  async () => {
    const prefix = uniquePrefix();
    const client = startClient({ prefix });
    const options = { ...impatient, timeout: 8000, connection: connectionTo(), prefix };
    const worker = new SupervisedWorker(options);
    const submissions = await Promise.all(['block', 'a'].map((part) => client.submit('parts', [part])));
    const [blocking, healthy] = await Promise.all(submissions.map(({ id }) => client.outcome('parts', id, 90_000)));
    expect(blocking).toMatchObject({ state: 'failed', error: { code: 'TASK_TIMEOUT' } });
    expect(healthy).toMatchObject({ state: 'completed' });
    expect(worker.deaths).toBe(1);
  },
  TIMEOUT,
);

it(
  'gives a handler in the child process all that its context offers: data, progress, children and attachments',
  async () => {
    const prefix = uniquePrefix();
    const client = startClient({ prefix });
    new SupervisedWorker({ ...impatient, connection: connectionTo(), prefix });
    const { id } = await client.submit('everything', new Uint8Array([1, 2, 3]), { metadata: { of: 'the sender' } });
    const record = await client.outcome('everything', id, 90_000);
    expect(record).toMatchObject({ state: 'completed' });
    const result = (await record!.readResult()) as { data: Uint8Array };
    expect([...result.data]).toEqual([1, 2, 3]);
    expect(result).toMatchObject({ failure: 'VALIDATION_FAILED', metadata: { of: 'the sender' } });
    expect([...(await record!.readAttachment('doubled'))!]).toEqual([2, 4, 6]);
  },
  TIMEOUT,
);

it(
  'ends the child process when its worker is killed, even while a handler blocks it',
  async () => {
    const prefix = uniquePrefix();
    const client = startClient({ prefix });
    const worker = new SupervisedWorker({ ...impatient, connection: connectionTo(), prefix });
    await client.submit('parts', ['block']);
    const blocked = () => worker.log.lines.find((line) => line.startsWith('blocked '));
    await until(() => blocked() !== undefined, 60_000);
    const pid = Number(blocked()!.split(' ')[1]);
    expect(isRunning(pid)).toBe(true);
    worker.kill();
    await until(() => !isRunning(pid), 20_000);
  },
  TIMEOUT,
);

/** A process that has ended may be listed until its parent asks how. */
function isRunning(pid: number): boolean {
  const { stdout } = spawnSync('ps', ['-o', 'stat=', '-p', String(pid)], { encoding: 'utf8' });
  return stdout.trim() !== '' && !stdout.startsWith('Z');
}
