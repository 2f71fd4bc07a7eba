import { Controller } from '@nestjs/common';
import { MessagePattern, Payload } from '@nestjs/microservices';
import type { Redis } from 'ioredis';
import { beforeEach, describe, expect, it } from 'vitest';
import { JOBS, type JobsClient, PayloadLimitError } from '../src/index';
import { startClient, startWorker, uniquePrefix, until } from './support/system';

interface Columns {
  name: string;
  columns: Record<string, Float32Array>;
}

@Controller()
class Doubler {
  @MessagePattern('double', JOBS)
  double(@Payload() { name, columns }: Columns): Columns {
    const doubled = Object.entries(columns).map(([key, column]) => [key, column.map((value) => value * 2)] as const);
    return { name, columns: Object.fromEntries(doubled) };
  }

  @MessagePattern('length', JOBS)
  length(@Payload() data: unknown): number {
    return JSON.stringify(data).length;
  }
}

let prefix: string;
let client: JobsClient;

beforeEach(() => {
  prefix = uniquePrefix();
  client = startClient({ prefix });
});

const ramp = (length: number) => Float32Array.from({ length }, (_, index) => index / 3);
const sameBytes = (one: Float32Array, other: Float32Array) => Buffer.from(one.buffer).equals(Buffer.from(other.buffer));
const redis = () => client.unwrap<Redis>();
const stored = async () => ({
  payloads: (await redis().keys(`${prefix}:payload:*`)).length,
  ledger: await redis().zcard(`${prefix}:payloads`),
  bytes: Number((await redis().get(`${prefix}:payloads:bytes`)) ?? 0),
});

async function roundTrip(length: number): Promise<Columns> {
  const { id } = await client.submit('double', {
    name: 'ramp',
    columns: { period: ramp(length), depth: new Float32Array([NaN, Infinity]) },
  });
  const record = await client.outcome('double', id, 10_000);
  expect(record).toMatchObject({ state: 'completed' });
  return (await record!.readResult()) as Columns;
}

it('carries small typed arrays in the job and returns them unchanged', async () => {
  await startWorker(Doubler, { prefix });
  const { name, columns } = await roundTrip(1000);
  expect(name).toBe('ramp');
  expect(columns.period).toBeInstanceOf(Float32Array);
  expect(columns.period).toEqual(ramp(1000).map((value) => value * 2));
  expect(columns.depth).toEqual(new Float32Array([NaN, Infinity]));
  expect(await stored()).toEqual({ payloads: 0, ledger: 0, bytes: 0 });
});

it('carries large ones by reference, in chunks, frees the request when the job ends and keeps the result', async () => {
  const { id } = await client.submit('double', { name: 'big', columns: { period: ramp(700_000) } });
  expect((await redis().hget(`${prefix}:double:${id}`, 'data'))!.length).toBeLessThan(200);
  expect(await stored()).toMatchObject({ payloads: 1, ledger: 1 });
  expect((await stored()).bytes).toBeGreaterThanOrEqual(2_800_000);
  expect(
    sameBytes(((await (await client.find('double', id))!.readData()) as Columns).columns.period, ramp(700_000)),
  ).toBe(true);

  await startWorker(Doubler, { prefix, resultTtl: 50 });
  const record = await client.outcome('double', id, 10_000);
  await until(async () => (await stored()).payloads === 1);
  const [key] = await redis().keys(`${prefix}:payload:*`);
  expect(await redis().hlen(key)).toBe(3);
  expect(await redis().ttl(key)).toBeGreaterThan(45);
  const { period } = ((await record!.readResult()) as Columns).columns;
  expect(
    sameBytes(
      period,
      ramp(700_000).map((value) => value * 2),
    ),
  ).toBe(true);
  await expect(record!.readData()).rejects.toMatchObject({ code: 'PAYLOAD_EXPIRED' });
});

it('carries large JSON by reference as well', async () => {
  await startWorker(Doubler, { prefix });
  const data = { text: 'ü'.repeat(100_000) };
  const { id } = await client.submit('length', data);
  expect((await redis().hget(`${prefix}:length:${id}`, 'data'))!.length).toBeLessThan(200);
  const record = await client.outcome('length', id, 10_000);
  expect(await record!.readResult()).toBe(JSON.stringify(data).length);
});

describe('the limit on the sum of payloads', () => {
  it('refuses a payload that can never fit, and one for which there is no room now', async () => {
    client = startClient({ prefix, payloadMemoryLimit: 1_000_000 });
    const submit = (bytes: number) => client.submit('double', { column: new Uint8Array(bytes) });
    const tooLarge = await submit(1_000_000).catch((error: unknown) => error as PayloadLimitError);
    expect(tooLarge).toBeInstanceOf(PayloadLimitError);
    expect(tooLarge).toMatchObject({ kind: 'too large', code: 'REQUEST_TOO_LARGE', retryable: false });
    await submit(600_000);
    await expect(submit(600_000)).rejects.toMatchObject({ kind: 'full', code: 'OUT_OF_MEMORY', retryable: true });
    expect(await stored()).toMatchObject({ payloads: 1, ledger: 1 });
    expect(await client.depth('double')).toMatchObject({ waiting: 1 });
  });

  it('does not count expired payloads', async () => {
    client = startClient({ prefix, payloadMemoryLimit: 1_000_000, payloadTtl: 1 });
    const submit = () => client.submit('double', { column: new Uint8Array(600_000) });
    await submit();
    await until(async () => (await stored()).payloads === 0);
    await submit();
    expect(await stored()).toMatchObject({ payloads: 1, ledger: 1 });
  });

  it('holds with many clients at once, and is free again afterwards', async () => {
    const clients = [1, 2].map(() => startClient({ prefix, payloadMemoryLimit: 1_000_000 }));
    const tries = Array.from({ length: 20 }, (_, index) =>
      clients[index % 2].submit('length', { column: new Uint8Array(200_000) }),
    );
    const outcomes = await Promise.allSettled(tries);
    const accepted = outcomes.filter(({ status }) => status === 'fulfilled').length;
    expect(accepted).toBe(4);
    await startWorker(Doubler, { prefix });
    await until(async () => (await client.depth('length')).completed === accepted);
    await until(async () => (await stored()).ledger === 0);
    expect(await stored()).toEqual({ payloads: 0, ledger: 0, bytes: 0 });
  });
});

describe('the room for results', () => {
  const limit = 1_000_000;

  it('is reserved when a command is accepted, so that none fails for want of it after its run', async () => {
    client = startClient({ prefix, payloadMemoryLimit: limit });
    const submit = () =>
      client.submit('double', { name: 'big', columns: { period: ramp(20_000) } }, { resultBytes: 81_000 });
    const outcomes = await Promise.allSettled(Array.from({ length: 20 }, submit));
    const accepted = outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value.id] : []));
    // Each holds a request and a result of about 80 kB.
    expect(accepted).toHaveLength(6);
    for (const outcome of outcomes)
      if (outcome.status === 'rejected') expect(outcome.reason).toMatchObject({ kind: 'full', code: 'OUT_OF_MEMORY' });
    await startWorker(Doubler, { prefix, payloadMemoryLimit: limit });
    for (const id of accepted) {
      const record = await client.outcome('double', id, 10_000);
      expect(record).toMatchObject({ state: 'completed' });
      expect(((await record!.readResult()) as Columns).columns.period).toHaveLength(20_000);
    }
    await until(async () => (await client.payloadUsage()).reserved === 0);
    const { stored } = await client.payloadUsage();
    expect(stored).toBeGreaterThan(6 * 80_000);
    expect(stored).toBeLessThan(6 * 81_000);
  });

  it('is counted together with the commands below 64 KiB that wait', async () => {
    client = startClient({ prefix, payloadMemoryLimit: limit });
    const other = startClient({ prefix, payloadMemoryLimit: limit });
    const submit = (index: number) => [client, other][index % 2].submit('length', { column: new Uint8Array(7500) });
    let accepted = 0;
    let refused = 0;
    for (let index = 0; index < 200; index++) {
      await submit(index).then(
        () => accepted++,
        () => refused++,
      );
    }
    // 10 kB each in the queue; each client may exceed the limit by a tenth.
    expect(accepted).toBeGreaterThan(90);
    expect(accepted).toBeLessThanOrEqual(120);
    expect(refused).toBe(200 - accepted);
    expect((await client.payloadUsage()).reserved).toBeGreaterThan(900_000);
    await startWorker(Doubler, { prefix, payloadMemoryLimit: limit, concurrency: 20 });
    await until(async () => (await client.payloadUsage()).reserved === 0);
    await expect(submit(0)).resolves.toMatchObject({ created: true });
  });

  it('is freed after a worker died with it, as soon as nothing waits', async () => {
    client = startClient({ prefix, payloadMemoryLimit: limit });
    await client.connect();
    await redis().hset(`${prefix}:payloads:reserved`, { double: 900_000 });
    const submit = (resultBytes: number) => client.submit('length', {}, { resultBytes });
    await expect(submit(200_000)).rejects.toMatchObject({ code: 'OUT_OF_MEMORY' });
    await startWorker(Doubler, { prefix });
    await client.submit('double', { name: 'small', columns: {} });
    await until(async () => (await client.payloadUsage()).reserved === 0, 15_000);
    await expect(submit(200_000)).resolves.toMatchObject({ created: true });
  });
});
