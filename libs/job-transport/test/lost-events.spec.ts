import { setTimeout as delay } from 'node:timers/promises';
import { Controller } from '@nestjs/common';
import { MessagePattern, Payload } from '@nestjs/microservices';
import type { Redis } from 'ioredis';
import { expect, it } from 'vitest';
import { JOBS, type JobsClient } from '../src/index';
import { startClient, startWorker, uniquePrefix, untilFollowing } from './support/system';

@Controller()
class Slow {
  @MessagePattern('slow', JOBS)
  async slow(@Payload() ms: number): Promise<string> {
    await delay(ms);
    return 'done';
  }
}

it('finds out by a fallback read that a job has ended whose events it did not get', async () => {
  const prefix = uniquePrefix();
  await startWorker(Slow, { prefix });
  const client = startClient({ prefix, checkInterval: 100 });
  await untilFollowing(client, 'slow');
  readerOf(client).close();
  const { id } = await client.submit('slow', 100);
  expect(await client.outcome('slow', id, 5000)).toMatchObject({ state: 'completed' });
});

it('notices that the stream was trimmed before it was read', async () => {
  const prefix = uniquePrefix();
  const client = startClient({ prefix, checkInterval: 60_000 });
  await untilFollowing(client, 'slow');
  const { id } = await client.submit('slow', 0);
  const waiting = client.outcome('slow', id, 10_000);
  await delay(50);

  // The event of its end is trimmed away behind the back of the reader, by more others than it reads at once.
  const redis = client.unwrap<Redis>();
  const events = `${prefix}:slow:events`;
  const transaction = redis
    .multi()
    .hset(`${prefix}:slow:${id}`, { finishedOn: Date.now(), returnvalue: '{"value":"done"}' });
  for (let index = 0; index < 1500; index++) transaction.xadd(events, '*', 'event', 'drained');
  await transaction.xtrim(events, 'MAXLEN', 1200).exec();
  expect(await waiting).toMatchObject({ state: 'completed' });
});

const readerOf = (client: JobsClient): { close(): void } => client['queue']('slow')['reader'];
