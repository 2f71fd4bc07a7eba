import { Controller } from '@nestjs/common';
import { MessagePattern } from '@nestjs/microservices';
import { firstValueFrom } from 'rxjs';
import { expect, it } from 'vitest';
import { JOBS, type JobsClient, type JobsStatus, JobsUnavailableError } from '../src/index';
import { OwnRedis } from './support/own-redis';
import { startClient, startWorker, uniquePrefix, until } from './support/system';

@Controller()
class Greeter {
  @MessagePattern('greet', JOBS)
  greet(): string {
    return 'hello';
  }
}

async function expectUnavailable(client: JobsClient, within: number): Promise<void> {
  const calls = [
    () => client.submit('greet', {}),
    () => client.submit('greet', { x: new Float64Array(100_000) }),
    () => client.find('greet', 'any'),
    () => client.cancel('greet', 'any'),
    () => client.outcome('greet', 'any', 5000),
    () => client.depth('greet'),
    () => client.connect(),
    () => firstValueFrom(client.send('greet', {})),
    () => firstValueFrom(client.emit('greet', {}), { defaultValue: undefined }),
  ];
  for (const call of calls) {
    const start = performance.now();
    await expect(call()).rejects.toBeInstanceOf(JobsUnavailableError);
    expect(performance.now() - start).toBeLessThan(within);
  }
}

/** Keeps the process from running anything else. */
function blockFor(milliseconds: number): void {
  const end = performance.now() + milliseconds;
  while (performance.now() < end);
}

it('starts without Redis, answers at once that it is unavailable, and works when Redis starts', async () => {
  const redis = await OwnRedis.reserve();
  const options = { connection: redis.connection, prefix: uniquePrefix() };
  const { server } = await startWorker(Greeter, options);
  const client = startClient(options);
  const statuses: JobsStatus[] = [];
  client.status.subscribe((status) => statuses.push(status));
  await expectUnavailable(client, 500);
  expect(server.isConnected).toBe(false);

  await redis.start();
  await until(() => client.isConnected && server.isConnected);
  expect(await firstValueFrom(client.send('greet', {}))).toBe('hello');
  expect(statuses).toEqual(['reconnecting', 'connected']);

  await redis.stop();
  await until(() => !client.isConnected);
  await expectUnavailable(client, 500);
  await redis.start();
  await until(() => client.isConnected);
  expect(await firstValueFrom(client.send('greet', {}))).toBe('hello');
});

it('does not hang with a Redis that hangs', async () => {
  const redis = await OwnRedis.reserve();
  await redis.start();
  const options = { connection: redis.connection, prefix: uniquePrefix(), silenceTimeout: 300 };
  await startWorker(Greeter, options);
  const client = startClient(options);
  expect(await firstValueFrom(client.send('greet', {}))).toBe('hello');
  redis.signal('SIGSTOP');
  try {
    await expectUnavailable(client, 1500);
  } finally {
    redis.signal('SIGCONT');
  }
  await until(() => client.isConnected);
  expect(await firstValueFrom(client.send('greet', {}))).toBe('hello');
});

it('does not take a pause of its own process for a Redis that hangs', async () => {
  const redis = await OwnRedis.reserve();
  await redis.start();
  const client = startClient({ connection: redis.connection, prefix: uniquePrefix(), silenceTimeout: 300 });
  await client.connect();
  const statuses: JobsStatus[] = [];
  client.status.subscribe((status) => statuses.push(status));
  for (const pause of [400, 900]) {
    const found = client.find('greet', 'any');
    // The command is written at the end of this turn, its reply arrives during the pause after it.
    setImmediate(() => blockFor(pause));
    blockFor(pause);
    expect(await found).toBeUndefined();
  }
  expect(statuses).toEqual(['connected']);
});

it('closes without Redis', async () => {
  const redis = await OwnRedis.reserve();
  const options = { connection: redis.connection, prefix: uniquePrefix() };
  const { app } = await startWorker(Greeter, options);
  const client = startClient(options);
  await expect(client.find('greet', 'any')).rejects.toBeInstanceOf(JobsUnavailableError);
  const start = performance.now();
  await Promise.all([app.close(), client.close()]);
  expect(performance.now() - start).toBeLessThan(4000);
});
