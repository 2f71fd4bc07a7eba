import { setTimeout as delay } from 'node:timers/promises';
import { Controller } from '@nestjs/common';
import { Ctx, MessagePattern, Payload } from '@nestjs/microservices';
import type { Redis } from 'ioredis';
import { beforeEach, expect, it } from 'vitest';
import { JobContext, JOBS, type JobsClient } from '../src/index';
import { startClient, startWorker, uniquePrefix, until } from './support/system';

/** Whether a worker that shares its name with no other waits for its next job. */
async function isBlocking(client: JobsClient, worker: string): Promise<boolean> {
  const connections = String(await client.unwrap<Redis>().client('LIST'));
  return connections.split('\n').some((line) => line.includes(`:w:${worker} `) && line.includes('cmd=bzpopmin'));
}

let runs: number;
let reasons: unknown[];

@Controller()
class Worker {
  @MessagePattern('work', JOBS)
  async work(@Payload() ms: number, @Ctx() context: JobContext): Promise<number> {
    runs++;
    try {
      await delay(context.attempt === 1 ? ms : 1, undefined, { signal: context.signal });
    } catch (error) {
      reasons.push((context.signal.reason as Error).name);
      throw error;
    }
    return context.attempt;
  }
}

beforeEach(() => {
  runs = 0;
  reasons = [];
});

it('finishes running jobs before it closes and takes no new ones', async () => {
  const prefix = uniquePrefix();
  const client = startClient({ prefix });
  const { server, app } = await startWorker(Worker, { prefix, concurrency: 1 });
  const running = await client.submit('work', 200);
  const waiting = await client.submit('work', 1);
  await until(() => server.activeJobs().length === 1);
  expect(server.activeJobs()).toMatchObject([{ id: running.id, pattern: 'work' }]);
  await app.close();
  expect(await client.outcome('work', running.id, 1000)).toMatchObject({ state: 'completed', attempts: 1 });
  expect(await client.find('work', waiting.id)).toMatchObject({ state: 'pending' });
  expect(runs).toBe(1);
});

it('hands jobs back that do not finish in time, and another worker takes them at once', async () => {
  const prefix = uniquePrefix();
  const client = startClient({ prefix });
  const { app } = await startWorker(Worker, {
    prefix,
    closeTimeout: 100,
    lockDuration: 60_000,
    stalledInterval: 60_000,
  });
  const { id } = await client.submit('work', 60_000);
  await until(() => runs === 1);
  await app.close();
  expect(reasons).toEqual(['RunHandedBack']);
  expect(await client.find('work', id)).toMatchObject({ state: 'pending' });
  await startWorker(Worker, { prefix, name: 'heir' });
  const record = await client.outcome('work', id, 2000);
  expect(record).toMatchObject({ state: 'completed', worker: 'heir' });
  expect(await record!.readResult()).toBe(2);
});

it('takes no job while it is paused, and continues when it is resumed', async () => {
  const prefix = uniquePrefix();
  const client = startClient({ prefix });
  const { server } = await startWorker(Worker, { prefix });
  const first = await client.submit('work', 100);
  await until(() => runs === 1);
  server.pause();
  const second = await client.submit('work', 1);
  expect(await client.outcome('work', first.id, 2000)).toMatchObject({ state: 'completed' });
  expect(await client.outcome('work', second.id, 300)).toBeUndefined();
  expect(await client.find('work', second.id)).toMatchObject({ state: 'pending' });
  expect(runs).toBe(1);
  server.resume();
  expect(await client.outcome('work', second.id, 8000)).toMatchObject({ state: 'completed' });
});

it('leaves a job that arrives just as an idle worker is paused to another worker', async () => {
  const prefix = uniquePrefix();
  const client = startClient({ prefix });
  const { server } = await startWorker(Worker, { prefix, name: 'paused' });
  await client.outcome('work', (await client.submit('work', 1)).id, 2000);
  await until(() => isBlocking(client, 'paused'));
  server.pause();
  const { id } = await client.submit('work', 1);
  expect(await client.outcome('work', id, 200)).toBeUndefined();
  await startWorker(Worker, { prefix, name: 'other' });
  expect(await client.outcome('work', id, 3000)).toMatchObject({ state: 'completed', worker: 'other' });
});
