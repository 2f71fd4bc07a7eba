import { Controller } from '@nestjs/common';
import { MessagePattern, Payload } from '@nestjs/microservices';
import type { Redis } from 'ioredis';
import { describe, expect, it } from 'vitest';
import { ResultCache } from '../src/client/result-cache';
import { JOBS, type JobsClient } from '../src/index';
import { OwnRedis } from './support/own-redis';
import { startClient, startWorker, uniquePrefix } from './support/system';

@Controller()
class Large {
  @MessagePattern('large', JOBS)
  large(@Payload() bytes: number): Uint8Array {
    return new Uint8Array(bytes).fill(7);
  }
}

async function reads(client: JobsClient, work: () => Promise<unknown>): Promise<number> {
  const count = async () => {
    const stats = await client.unwrap<Redis>().info('commandstats');
    return Number(/cmdstat_hget:calls=(\d+)/.exec(stats)?.[1] ?? 0);
  };
  const before = await count();
  await work();
  return (await count()) - before;
}

it.each([
  ['fits into the cache', 32 * 1024 * 1024, 1],
  ['does not fit', 1000, 2],
])(
  'reads a large result once for 1,000 readers at the same time, and once more later where it %s',
  async (_name, cacheBytes, rounds) => {
    const own = await OwnRedis.reserve();
    await own.start();
    const options = { connection: own.connection, prefix: uniquePrefix() };
    await startWorker(Large, options);
    const client = startClient({ ...options, cacheBytes });
    const { id } = await client.submit('large', 500_000);
    await client.outcome('large', id, 5000);
    const read = () =>
      Promise.all(
        Array.from({ length: 1000 }, async () => {
          const record = await client.find('large', id);
          expect((await record!.readResult()) as Uint8Array).toHaveLength(500_000);
        }),
      );
    expect(await reads(client, read)).toBe(1);
    expect(await reads(client, read)).toBe(rounds - 1);
  },
);

describe('a read that fails', () => {
  it('fails all who share it, and the next one reads again', async () => {
    const cache = new ResultCache(1000);
    const payload = { id: 'p', bytes: 10 };
    let loads = 0;
    const load = () => (++loads === 1 ? Promise.reject(new Error('lost')) : Promise.resolve('value'));
    const first = await Promise.allSettled([cache.read(payload, load), cache.read(payload, load)]);
    expect(first.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(await cache.read(payload, load)).toBe('value');
    expect(await cache.read(payload, load)).toBe('value');
    expect(loads).toBe(2);
  });
});
