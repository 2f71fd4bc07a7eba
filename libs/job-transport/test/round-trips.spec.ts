import { Controller } from '@nestjs/common';
import { MessagePattern, Payload } from '@nestjs/microservices';
import { Redis } from 'ioredis';
import { expect, it } from 'vitest';
import { JOBS } from '../src/index';
import { OwnRedis } from './support/own-redis';
import { startClient, startWorker, uniquePrefix } from './support/system';

@Controller()
class Echo {
  @MessagePattern('echo', JOBS)
  echo(@Payload() value: unknown): unknown {
    return value;
  }
}

/** Calls that came from outside: what scripts call within Redis costs no round trip. */
async function callsFromOutside(redis: Redis): Promise<Record<string, number>> {
  const stats = await redis.info('commandstats');
  const calls: Record<string, number> = {};
  for (const [, name, count] of stats.matchAll(/cmdstat_([^:]+):calls=(\d+)/g)) {
    if (['evalsha', 'eval', 'xread', 'bzpopmin'].includes(name)) calls[name] = Number(count);
  }
  return calls;
}

it('costs two script calls a command under load: one to add it, one to commit it and take the next', async () => {
  const own = await OwnRedis.reserve();
  await own.start();
  const options = { connection: own.connection, prefix: uniquePrefix() };
  await startWorker(Echo, { ...options, concurrency: 50 });
  const client = startClient(options);
  const commands = 2000;
  const run = async (count: number) => {
    let left = count;
    const one = async () => {
      while (left-- > 0) {
        const { id } = await client.submit('echo', { period: 1.5 });
        const record = await client.outcome('echo', id, 10_000);
        expect(record!.state).toBe('completed');
        await client.find('echo', id);
      }
    };
    await Promise.all(Array.from({ length: 200 }, one));
  };
  await run(200);
  const before = await callsFromOutside(client.unwrap<Redis>());
  await run(commands);
  const after = await callsFromOutside(client.unwrap<Redis>());
  const perCommand = (name: string) => ((after[name] ?? 0) - (before[name] ?? 0)) / commands;
  expect(perCommand('evalsha') + perCommand('eval')).toBeLessThan(2.2);
  expect(perCommand('xread')).toBeLessThan(0.5);
  expect(perCommand('bzpopmin')).toBeLessThan(0.1);
});

it('costs one read to find a job, for all who ask at once, and none when it has just finished', async () => {
  const own = await OwnRedis.reserve();
  await own.start();
  const options = { connection: own.connection, prefix: uniquePrefix() };
  const client = startClient(options);
  const { id } = await client.submit('echo', 1);
  const monitored = async (work: () => Promise<unknown>): Promise<string[]> => {
    const before = await client.unwrap<Redis>().info('commandstats');
    await work();
    const after = await client.unwrap<Redis>().info('commandstats');
    const count = (stats: string, name: string) =>
      Number(new RegExp(`cmdstat_${name}:calls=(\\d+)`).exec(stats)?.[1] ?? 0);
    return ['hmget', 'hget', 'hgetall', 'evalsha', 'eval'].flatMap((name) =>
      Array<string>(count(after, name) - count(before, name)).fill(name),
    );
  };
  expect(await monitored(() => client.find('echo', id))).toEqual(['hmget']);
  expect(await monitored(() => Promise.all([1, 2, 3].map(() => client.find('echo', id))))).toEqual(['hmget']);
  await startWorker(Echo, options);
  await client.outcome('echo', id, 5000);
  expect(await monitored(() => client.find('echo', id))).toEqual([]);
});
