import { Controller } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { ClientRedis, MessagePattern, Payload, Transport } from '@nestjs/microservices';
import { firstValueFrom } from 'rxjs';
import { expect, it } from 'vitest';
import { JOBS } from '../src/index';
import {
  closeAfterTest,
  connectionTo,
  moduleOf,
  startClient,
  startWorker,
  uniquePrefix,
  until,
} from './support/system';

it('runs 500 commands 500 times on two workers, and both take part', async () => {
  const prefix = uniquePrefix();
  const runs: string[] = [];
  const worker = (name: string) => {
    @Controller()
    class Doubler {
      @MessagePattern('double', JOBS)
      double(@Payload() { value }: { value: number }): number {
        runs.push(name);
        return value * 2;
      }
    }
    return startWorker(Doubler, { prefix, name, concurrency: 5 });
  };
  await Promise.all([worker('a'), worker('b')]);
  const client = startClient({ prefix });
  const results = await Promise.all(
    Array.from({ length: 500 }, (_, value) =>
      firstValueFrom(client.send<number, { value: number }>('double', { value })),
    ),
  );
  expect(results).toEqual(Array.from({ length: 500 }, (_, value) => value * 2));
  expect(runs).toHaveLength(500);
  expect(new Set(runs)).toEqual(new Set(['a', 'b']));
});

it('runs 200 commands 400 times on two replicas over plain Redis pub/sub: why there are two planes', async () => {
  const pattern = uniquePrefix();
  let runs = 0;
  @Controller()
  class Doubler {
    @MessagePattern(pattern)
    double(@Payload() { value }: { value: number }): number {
      runs++;
      return value * 2;
    }
  }
  for (let replica = 0; replica < 2; replica++) {
    const app = await NestFactory.createMicroservice(moduleOf(Doubler), {
      transport: Transport.REDIS,
      options: connectionTo(),
      logger: false,
    });
    await app.listen();
    closeAfterTest(app);
  }
  const client = new ClientRedis(connectionTo());
  await client.connect();
  await Promise.all(Array.from({ length: 200 }, (_, value) => firstValueFrom(client.send(pattern, { value }))));
  await until(() => runs >= 400);
  expect(runs).toBe(400);
  await client.close();
});
