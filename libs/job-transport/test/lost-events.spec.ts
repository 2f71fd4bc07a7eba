import type { Redis } from 'ioredis';
import { expect, it } from 'vitest';
import type { JobEvent, JobsClient } from '../src/index';
import { startClient, uniquePrefix, until, untilFollowing } from './support/system';

/** A job that ends in Redis without an event, as if the event had been lost. */
async function submitted(client: JobsClient, prefix: string) {
  await untilFollowing(client, 'any');
  const { id } = await client.submit('any', {});
  const outcome = { finishedOn: Date.now(), returnvalue: '{"value":"done"}' };
  return { id, key: `${prefix}:any:${id}`, outcome, redis: client.unwrap<Redis>() };
}

it('finds by a fallback read that a job has ended whose event was lost', async () => {
  const prefix = uniquePrefix();
  const client = startClient({ prefix, checkInterval: 100 });
  const { id, key, outcome, redis } = await submitted(client, prefix);
  const waiting = client.outcome('any', id, 5000);
  await redis.hset(key, outcome);
  expect(await waiting).toMatchObject({ state: 'completed' });
});

it('notices that the stream was trimmed before it was read, and tells whoever listens to events', async () => {
  const prefix = uniquePrefix();
  const client = startClient({ prefix, checkInterval: 60_000 });
  const { id, key, outcome, redis } = await submitted(client, prefix);
  const waiting = client.outcome('any', id, 10_000);
  const events: JobEvent[] = [];
  client.events('any').subscribe((event) => events.push(event));
  // More entries than one read returns, the first ones trimmed away with the event of the job's end.
  const stream = `${prefix}:any:events`;
  const transaction = redis.multi().hset(key, outcome);
  for (let index = 0; index < 1500; index++) transaction.xadd(stream, '*', 'event', 'drained');
  await transaction.xtrim(stream, 'MAXLEN', 1200).exec();
  expect(await waiting).toMatchObject({ state: 'completed' });
  await until(() => events.some(({ type }) => type === 'gap'));
});
