import { Controller } from '@nestjs/common';
import { MessagePattern, Payload } from '@nestjs/microservices';
import { expect, it } from 'vitest';
import { JOBS } from '../src/index';
import { startClient, startWorker, uniquePrefix } from './support/system';

@Controller()
class Doubler {
  @MessagePattern('double', JOBS)
  double(@Payload() { value }: { value: number }): number {
    return value * 2;
  }
}

it('runs a command that was sent while no worker was up as soon as one starts', async () => {
  const prefix = uniquePrefix();
  const client = startClient({ prefix });
  const { id } = await client.submit('double', { value: 21 });
  expect(await client.find('double', id)).toMatchObject({ state: 'pending', attempts: 0 });
  expect(await client.depth('double')).toMatchObject({ waiting: 1, active: 0 });
  expect(await client.outcome('double', id, 50)).toBeUndefined();

  await startWorker(Doubler, { prefix, name: 'late' });
  const record = await client.outcome('double', id, 5000);
  expect(record).toMatchObject({ state: 'completed', worker: 'late', attempts: 1 });
  expect(await record!.readResult()).toBe(42);
});

it('runs waiting commands with a priority in its order, after those without', async () => {
  const prefix = uniquePrefix();
  const order: string[] = [];
  @Controller()
  class Recorder {
    @MessagePattern('note', JOBS)
    note(@Payload() name: string): void {
      order.push(name);
    }
  }
  const client = startClient({ prefix });
  for (const [name, priority] of [
    ['low', 20],
    ['high', 10],
    ['first', 0],
  ] as const)
    await client.submit('note', name, { id: name, priority });
  expect(await client.depth('note')).toMatchObject({ waiting: 1, prioritized: 2 });
  await startWorker(Recorder, { prefix, concurrency: 1 });
  await client.outcome('note', 'low', 5000);
  expect(order).toEqual(['first', 'high', 'low']);
});
