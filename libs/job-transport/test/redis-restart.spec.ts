import { setTimeout as delay } from 'node:timers/promises';
import { Controller } from '@nestjs/common';
import { ClientRedis, EventPattern, MessagePattern, Payload, Transport } from '@nestjs/microservices';
import { firstValueFrom } from 'rxjs';
import { expect, it } from 'vitest';
import { JOBS, JobsServer } from '../src/index';
import { OwnRedis } from './support/own-redis';
import { startBothPlanes, startClient, uniquePrefix, until } from './support/system';

it('keeps jobs and control working when Redis restarts, and loses no outcome of a running job', async () => {
  const redis = await OwnRedis.reserve();
  await redis.start();
  const { connection } = redis;
  const prefix = uniquePrefix();
  let received = 0;
  let runs = 0;
  let ended = 0;
  @Controller()
  class Worker {
    @MessagePattern('slow', JOBS)
    async slow(@Payload() value: number): Promise<number> {
      runs++;
      await delay(value);
      ended++;
      return value;
    }

    @EventPattern(`${prefix}.hello`, Transport.REDIS)
    hello(@Payload() _data: unknown): void {
      received++;
    }
  }
  await startBothPlanes(Worker, new JobsServer({ connection, prefix, concurrency: 5 }), connection);
  const client = startClient({ connection, prefix });
  const control = new ClientRedis({ ...connection, retryAttempts: 1000, retryDelay: 100 });
  await control.connect();
  const before = await client.submit('slow', 1);
  expect(await client.outcome('slow', before.id, 5000)).toMatchObject({ state: 'completed' });

  const { id } = await client.submit('slow', 700);
  const waiting = client.outcome('slow', id, 15_000);
  await until(() => runs === 2);
  const second = await client.submit('slow', 400);
  const secondWaiting = client.outcome('slow', second.id, 15_000);
  await until(() => runs === 3);
  await redis.stop();
  await expect(client.find('slow', 'any')).rejects.toMatchObject({ code: 'REDIS_UNAVAILABLE' });
  // Both end while Redis is down.
  await until(() => ended === 3);
  await redis.start();

  expect(await waiting).toMatchObject({ state: 'completed' });
  expect(await secondWaiting).toMatchObject({ state: 'completed' });
  expect(await firstValueFrom(client.send('slow', 5))).toBe(5);
  await until(async () => {
    await firstValueFrom(control.emit(`${prefix}.hello`, {}), { defaultValue: undefined }).catch(() => undefined);
    return received > 0;
  });
  await control.close();
});
