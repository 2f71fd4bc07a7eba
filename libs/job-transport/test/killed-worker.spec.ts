import type { Redis } from 'ioredis';
import { beforeAll, expect, it } from 'vitest';
import { buildChildWorker, reported, startChildWorker } from './support/child-process';
import { connectionTo, startClient, uniquePrefix } from './support/system';

const impatient = { lockDuration: 1000, stalledInterval: 300, connection: connectionTo() };

beforeAll(buildChildWorker);

it('gives exactly one result when the worker is killed with SIGKILL in the middle of a command', async () => {
  const prefix = uniquePrefix();
  const client = startClient({ prefix });
  const victim = await startChildWorker({ ...impatient, prefix, name: 'victim', work: 60_000 });
  const { id } = await client.submit('slow', { value: 7 });
  await reported(victim.log, 'running');
  expect(await client.find('slow', id)).toMatchObject({ state: 'processing', worker: 'victim' });
  victim.process.kill('SIGKILL');

  const heir = await startChildWorker({ ...impatient, prefix, name: 'heir', work: 10 });
  const record = await client.outcome('slow', id, 40_000);
  expect(record).toMatchObject({ state: 'completed', worker: 'heir', attempts: 2 });
  expect(await record!.readResult()).toEqual({ value: 7, pid: heir.process.pid });
  expect(await client.depth('slow')).toEqual({
    waiting: 0,
    prioritized: 0,
    delayed: 0,
    active: 0,
    completed: 1,
    failed: 0,
  });

  const outcomes = await client.unwrap<Redis>().xrange(`${prefix}:slow:events`, '-', '+');
  expect(outcomes.filter(([, fields]) => fields[1] === 'completed')).toHaveLength(1);
}, 80_000);

it('fails a command with WORKER_LOST that was lost more often than allowed', async () => {
  const prefix = uniquePrefix();
  const client = startClient({ prefix });
  const options = { ...impatient, prefix, maxStalledCount: 0, work: 60_000 };
  const victim = await startChildWorker(options);
  const { id } = await client.submit('slow', { value: 7 });
  await reported(victim.log, 'running');
  victim.process.kill('SIGKILL');
  await startChildWorker(options);
  expect(await client.outcome('slow', id, 40_000)).toMatchObject({
    state: 'failed',
    error: { code: 'WORKER_LOST', retryable: true },
  });
}, 80_000);
