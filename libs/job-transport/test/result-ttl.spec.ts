import { Controller } from '@nestjs/common';
import { MessagePattern, Payload } from '@nestjs/microservices';
import { expect, it } from 'vitest';
import { JOBS } from '../src/index';
import { startClient, startWorker, uniquePrefix, until } from './support/system';

@Controller()
class Worker {
  @MessagePattern('echo', JOBS)
  echo(@Payload() value: unknown): unknown {
    if (value === 'fails') throw new Error('it fails');
    return value;
  }
}

it('a result ends when its time is over, also while nothing else runs, for a client that remembered it too', async () => {
  const prefix = uniquePrefix();
  await startWorker(Worker, { prefix, resultTtl: 2 });
  const client = startClient({ prefix, resultTtl: 2 });
  const other = startClient({ prefix, resultTtl: 2 });
  const { id } = await client.submit('echo', 1);
  const { id: failing } = await client.submit('echo', 'fails');
  const record = await client.outcome('echo', id, 5000);
  expect(record).toMatchObject({ state: 'completed' });
  expect(await client.outcome('echo', failing, 5000)).toMatchObject({ state: 'failed' });
  for (const reader of [client, other])
    for (const job of [id, failing]) await until(async () => (await reader.find('echo', job)) === undefined);
  expect(Date.now() - record!.completedAt!).toBeGreaterThan(1900);
});

it('the memory of a result is free again when its time is over, although nothing else runs', async () => {
  const prefix = uniquePrefix();
  await startWorker(Worker, { prefix, resultTtl: 2 });
  const client = startClient({ prefix, resultTtl: 2 });
  const { id } = await client.submit('echo', 'x'.repeat(300_000));
  await client.outcome('echo', id, 5000);
  expect((await client.payloadUsage()).stored).toBeGreaterThan(0);
  await until(async () => (await client.payloadUsage()).stored === 0);
});
