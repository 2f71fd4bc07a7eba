import { expect, it, onTestFinished } from 'vitest';
import { RedisLink } from '../src/bullmq-adapter/redis-link';
import { MemoryLedger } from '../src/payload/memory-ledger';
import { connectionTo, uniquePrefix, until } from './support/system';

it('memory that is given back while a connection ends is counted on the next one, and the process goes on meanwhile', async () => {
  const link = new RedisLink(connectionTo(), 2000);
  onTestFinished(() => link.close());
  await link.ready();
  const prefix = uniquePrefix();
  const memory = new MemoryLedger(link, prefix, 1_000_000);
  // From here until the connection is closed, ioredis rejects every command and still says that it is ready.
  link.redis.stream.end();
  memory.release('echo', 500_000);
  await until(() => !link.isReady);
  await until(async () => {
    const written = await link.run((redis) => redis.hget(`${prefix}:payloads:reserved`, 'echo')).catch(() => null);
    return Number(written) === -500_000;
  });
  expect((await memory.usage()).reserved).toBe(0);
});
