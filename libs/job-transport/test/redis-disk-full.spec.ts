import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { findRedisServer, isMissing, startRedis } from '@exoplanet/dev';
import { startClient, uniquePrefix, until } from './support/system';

/** Redis whose files may not grow beyond half a megabyte, as on a full disk. */
async function startRedisWithoutSpace() {
  const directory = mkdtempSync(join(tmpdir(), 'job-transport-full-'));
  const program = join(directory, 'redis-server');
  writeFileSync(program, `#!/bin/sh\ntrap '' XFSZ\nulimit -S -f 1024\nexec "${findRedisServer()}" "$@"\n`);
  chmodSync(program, 0o755);
  const redis = await startRedis({ program, directory });
  onTestFinished(async () => {
    await redis.stop();
    await rm(directory, { recursive: true, force: true });
  });
  return redis;
}

it.skipIf(isMissing('/proc'))(
  'a full disk of Redis is named in the error, and everything that was accepted is there when it has space again (needs /proc)',
  async () => {
    const redis = await startRedisWithoutSpace();
    const client = startClient({ connection: { host: '127.0.0.1', port: redis.port }, prefix: uniquePrefix() });
    const accepted: string[] = [];
    const submit = async () => accepted.push((await client.submit('echo', 'x'.repeat(20_000))).id);
    let refusal: unknown;
    while (!refusal && accepted.length < 5000) await submit().catch((error: unknown) => (refusal = error));
    expect(refusal).toMatchObject({
      code: 'REDIS_UNAVAILABLE',
      message: expect.stringContaining('its disk may be full'),
    });

    execFileSync('prlimit', ['--pid', String(redis.process.pid), '--fsize=unlimited']);
    await until(() =>
      submit().then(
        () => true,
        () => false,
      ),
    );
    for (const id of accepted) expect(await client.find('echo', id)).toMatchObject({ state: 'pending' });
  },
);
