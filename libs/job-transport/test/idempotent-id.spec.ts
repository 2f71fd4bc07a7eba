import { Controller } from '@nestjs/common';
import { MessagePattern, Payload } from '@nestjs/microservices';
import { beforeEach, expect, it } from 'vitest';
import { JobConflictError, JobError, JOBS } from '../src/index';
import { startClient, startWorker, uniquePrefix, until } from './support/system';

let runs: number;

@Controller()
class Counter {
  @MessagePattern('count', JOBS)
  count(@Payload() value: unknown): unknown {
    runs++;
    if (value === 'fail the first time' && runs === 1) throw new JobError({ code: 'TASK_TIMEOUT', message: 'late' });
    if (value === 'POISON' || value === 'CANCELLED') throw new JobError({ code: value, message: 'as asked' });
    return value;
  }
}

beforeEach(() => {
  runs = 0;
});

it('runs a command of one id once, whoever submits it and however often', async () => {
  const prefix = uniquePrefix();
  const clients = [startClient({ prefix }), startClient({ prefix })];
  const submissions = await Promise.all(
    Array.from({ length: 20 }, (_, index) =>
      clients[index % 2].submit('count', 'first', { id: 'my-task', fingerprint: 'f' }),
    ),
  );
  expect(submissions.filter(({ created }) => created)).toHaveLength(1);
  await startWorker(Counter, { prefix });
  expect(await clients[0].outcome('count', 'my-task', 5000)).toMatchObject({ state: 'completed' });
  expect(await clients[1].submit('count', 'first', { id: 'my-task', fingerprint: 'f' })).toEqual({
    id: 'my-task',
    created: false,
  });
  expect(await (await clients[1].find('count', 'my-task'))!.readResult()).toBe('first');
  expect(runs).toBe(1);
});

it('runs a failed command again under its id, once for all who submit it, and lets other clients see the new outcome', async () => {
  const prefix = uniquePrefix();
  const clients = [startClient({ prefix }), startClient({ prefix })];
  await startWorker(Counter, { prefix });
  const request = { id: 'my-task', fingerprint: 'f' };
  await clients[0].submit('count', 'fail the first time', request);
  const failed = await Promise.all(clients.map((client) => client.outcome('count', 'my-task', 5000)));
  expect(failed).toMatchObject([{ state: 'failed' }, { state: 'failed' }]);

  const again = await Promise.all(
    Array.from({ length: 20 }, (_, index) => clients[index % 2].submit('count', 'fail the first time', request)),
  );
  expect(again.filter(({ created }) => created)).toHaveLength(1);
  await until(async () => (await clients[1].find('count', 'my-task'))?.state === 'completed');
  expect(await clients[0].outcome('count', 'my-task', 5000)).toMatchObject({ state: 'completed' });
  expect(runs).toBe(2);
  expect(await clients[0].submit('count', 'fail the first time', request)).toMatchObject({ created: false });
  await expect(clients[0].submit('count', 'other', { ...request, fingerprint: 'g' })).rejects.toBeInstanceOf(
    JobConflictError,
  );
});

it.each([
  ['that kills workers', 'POISON'],
  ['that was cancelled', 'CANCELLED'],
])('does not run a command %s again', async (_name, code) => {
  const prefix = uniquePrefix();
  const client = startClient({ prefix });
  await startWorker(Counter, { prefix });
  await client.submit('count', code, { id: 'my-task', fingerprint: 'f' });
  expect(await client.outcome('count', 'my-task', 5000)).toMatchObject({ error: { code } });
  expect(await client.submit('count', code, { id: 'my-task', fingerprint: 'f' })).toMatchObject({ created: false });
  expect(runs).toBe(1);
});

it('refuses another request under the id of a known one', async () => {
  const client = startClient({ prefix: uniquePrefix() });
  await client.submit('count', 'first', { id: 'my-task', fingerprint: 'a' });
  await expect(client.submit('count', 'second', { id: 'my-task', fingerprint: 'b' })).rejects.toBeInstanceOf(
    JobConflictError,
  );
  expect(await (await client.find('count', 'my-task'))!.readData()).toBe('first');
});

it.each(['a:b', '123', '', ' ', 'x'.repeat(129), 'events', 'wait'])(
  'refuses the id %j, and finds no job under it',
  async (id) => {
    const client = startClient({ prefix: uniquePrefix() });
    await client.submit('count', {});
    await expect(client.submit('count', {}, { id })).rejects.toBeInstanceOf(TypeError);
    expect(await client.find('count', id)).toBeUndefined();
    expect(await client.outcome('count', id, 1000)).toBeUndefined();
    expect(await client.cancel('count', id)).toBeUndefined();
  },
);
