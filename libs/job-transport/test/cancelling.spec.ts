import { setTimeout as delay } from 'node:timers/promises';
import { Controller } from '@nestjs/common';
import { Ctx, MessagePattern, Payload } from '@nestjs/microservices';
import { beforeEach, expect, it } from 'vitest';
import { JobContext, JOBS, type JobsClient } from '../src/index';
import { startClient, startWorker, uniquePrefix, until } from './support/system';

let client: JobsClient;
let prefix: string;
let runs: number;
let aborted: number;
let last: JobContext | undefined;

@Controller()
class Endless {
  /** Runs until it is cancelled. */
  @MessagePattern('endless', JOBS)
  async endless(@Payload() _data: unknown, @Ctx() context: JobContext): Promise<void> {
    runs++;
    last = context;
    await delay(60_000, undefined, { signal: context.signal }).finally(() => aborted++);
  }

  /** Goes on until both parts are done or cancelled. */
  @MessagePattern('parts', JOBS)
  async parts(@Payload() names: string[], @Ctx() context: JobContext): Promise<string[]> {
    runs++;
    while (!context.isCancelled(names[0])) await delay(5);
    return names.filter((name) => !context.isCancelled(name));
  }

  @MessagePattern('short', JOBS)
  async short(@Payload() ms: number): Promise<string> {
    runs++;
    await delay(ms);
    return 'done';
  }
}

beforeEach(() => {
  runs = aborted = 0;
  last = undefined;
  prefix = uniquePrefix();
  client = startClient({ prefix });
});

const CANCELLED = { state: 'cancelled', error: { code: 'CANCELLED', retryable: false } };

it('cancels a waiting command for every reader, and its handler is not run when a worker comes', async () => {
  const { id } = await client.submit('endless', {});
  const waiting = client.outcome('endless', id, 5000);
  expect(await client.cancel('endless', id)).toMatchObject(CANCELLED);
  expect(await waiting).toMatchObject(CANCELLED);
  expect(await startClient({ prefix }).find('endless', id)).toMatchObject(CANCELLED);

  await startWorker(Endless, { prefix });
  await until(async () => (await client.depth('endless')).failed === 1);
  expect(runs).toBe(0);
  expect(await startClient({ prefix }).find('endless', id)).toMatchObject({ ...CANCELLED, cancelledParts: ['*'] });
});

it('stops a running command at once when the broadcast reaches the worker', async () => {
  const { server } = await startWorker(Endless, { prefix, checkInterval: 60_000 });
  const { id } = await client.submit('endless', {});
  await until(() => runs === 1);
  await client.cancel('endless', id);
  expect(server.cancel('unknown')).toBe(false);
  expect(server.cancel(id)).toBe(true);
  await until(() => aborted === 1);
  expect(last!.signal.reason).toMatchObject({ code: 'CANCELLED' });
  expect(await client.outcome('endless', id, 5000)).toMatchObject(CANCELLED);
  await until(() => server.activeJobs().length === 0);
  expect(runs).toBe(1);
});

it('stops a running command within the check interval when the broadcast is lost', async () => {
  await startWorker(Endless, { prefix, checkInterval: 50 });
  const { id } = await client.submit('endless', {});
  await until(() => runs === 1);
  await client.cancel('endless', id);
  await until(() => aborted === 1, 2000);
  await until(async () => (await client.depth('endless')).failed === 1);
});

it('keeps a cancellation when a result is committed after it', async () => {
  await startWorker(Endless, { prefix, checkInterval: 60_000 });
  const { id } = await client.submit('short', 100);
  const waiting = client.outcome('short', id, 5000);
  await until(() => runs === 1);
  await client.cancel('short', id);
  expect(await waiting).toMatchObject(CANCELLED);
  await until(async () => (await client.depth('short')).completed === 1);
  expect(await client.find('short', id)).toMatchObject(CANCELLED);
  expect(await startClient({ prefix }).find('short', id)).toMatchObject(CANCELLED);
});

it('does not change a finished command, and finds none under an unknown id', async () => {
  await startWorker(Endless, { prefix });
  const { id } = await client.submit('short', 0);
  await client.outcome('short', id, 5000);
  expect(await client.cancel('short', id)).toMatchObject({ state: 'completed', cancelledParts: [] });
  expect(await client.cancel('short', 'unknown')).toBeUndefined();
});

it('cancels one part of what a command carries while the others go on', async () => {
  const { server } = await startWorker(Endless, { prefix, checkInterval: 60_000 });
  const { id } = await client.submit('parts', ['a', 'b']);
  await until(() => runs === 1);
  expect(await client.cancel('parts', id, 'a')).toMatchObject({ state: 'processing', cancelledParts: ['a'] });
  server.cancel(id, 'a');
  const record = await client.outcome('parts', id, 5000);
  expect(record).toMatchObject({ state: 'completed', cancelledParts: ['a'] });
  expect(await record!.readResult()).toEqual(['b']);
});

it('shows the handler at its start which parts were cancelled before, also with options that scripts rewrote', async () => {
  const { id } = await client.submit('parts', ['a', 'b'], { priority: 5, fingerprint: 'f', id: 'given' });
  await client.cancel('parts', id, 'a');
  await client.cancel('parts', id, 'a');
  await startWorker(Endless, { prefix, checkInterval: 60_000 });
  const record = await client.outcome('parts', id, 5000);
  expect(record).toMatchObject({ state: 'completed', cancelledParts: ['a'] });
  expect(await record!.readResult()).toEqual(['b']);
  expect(await client.submit('parts', ['a', 'b'], { id, fingerprint: 'f' })).toEqual({ id, created: false });
});

it('cancels the command when the subscriber of send() unsubscribes', async () => {
  await startWorker(Endless, { prefix, checkInterval: 50 });
  const subscription = client.send('endless', {}).subscribe();
  await until(() => runs === 1);
  subscription.unsubscribe();
  await until(() => aborted === 1);
});
