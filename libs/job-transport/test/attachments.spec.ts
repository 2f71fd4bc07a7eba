import { Controller } from '@nestjs/common';
import { Ctx, MessagePattern, Payload } from '@nestjs/microservices';
import type { Redis } from 'ioredis';
import { beforeEach, expect, it } from 'vitest';
import { type JobContext, JOBS, type JobsClient } from '../src/index';
import { startClient, startWorker, uniquePrefix } from './support/system';

@Controller()
class Attacher {
  @MessagePattern('attach', JOBS)
  attach(@Payload() sizes: Record<string, number>, @Ctx() context: JobContext): string {
    for (const [name, size] of Object.entries(sizes)) context.attach(name, new Uint8Array(size).fill(size % 251));
    return 'done';
  }
}

let prefix: string;
let client: JobsClient;

beforeEach(() => {
  prefix = uniquePrefix();
  client = startClient({ prefix });
});

const redis = () => client.unwrap<Redis>();
const run = async (sizes: Record<string, number>, resultBytes = 0) => {
  const { id } = await client.submit('attach', sizes, { resultBytes });
  return (await client.outcome('attach', id, 10_000))!;
};

it('keeps what a handler attaches beside the result, in chunks, as long as the result', async () => {
  await startWorker(Attacher, { prefix, resultTtl: 50 });
  const record = await run({ small: 10, large: 2_500_000 });
  expect(await record.readResult()).toBe('done');
  expect(await record.readAttachment('small')).toEqual(Buffer.alloc(10, 10));
  expect((await record.readAttachment('large'))!.equals(Buffer.alloc(2_500_000, 2_500_000 % 251))).toBe(true);
  expect(await record.readAttachment('other')).toBeUndefined();
  for (const key of await redis().keys(`${prefix}:payload:*`)) expect(await redis().ttl(key)).toBeGreaterThan(45);
});

it('is found by a client that did not see the job end', async () => {
  await startWorker(Attacher, { prefix });
  const { id } = await run({ small: 10 });
  const later = await startClient({ prefix }).find('attach', id);
  expect(await later!.readAttachment('small')).toEqual(Buffer.alloc(10, 10));
});

it('counts as payload memory, and room that was reserved for it is used', async () => {
  await startWorker(Attacher, { prefix, payloadMemoryLimit: 250_000 });
  const record = await run({ a: 100_000, b: 100_000 }, 210_000);
  expect(record.state).toBe('completed');
  expect((await client.payloadUsage()).stored).toBe(200_000);
});

it('fails a job that attaches more than there is room for, and keeps nothing of it', async () => {
  await startWorker(Attacher, { prefix, payloadMemoryLimit: 250_000 });
  client = startClient({ prefix, attempts: 1 });
  const record = await run({ a: 200_000, b: 200_000 });
  expect(record).toMatchObject({ state: 'failed', error: { code: 'OUT_OF_MEMORY' } });
  expect(await record.readAttachment('a')).toBeUndefined();
  expect(await redis().keys(`${prefix}:payload:*`)).toEqual([]);
  expect((await client.payloadUsage()).stored).toBe(0);
});

it('is reported as expired when its time is over', async () => {
  await startWorker(Attacher, { prefix });
  const record = await run({ small: 10 });
  await redis().del(await redis().keys(`${prefix}:payload:*`));
  await expect(record.readAttachment('small')).rejects.toMatchObject({ code: 'PAYLOAD_EXPIRED' });
});
