import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { obtainRedisProgram } from './redis-program.mjs';
import { startRedis } from './redis-server.mjs';
import { claimOrJoin } from './shared-redis.mjs';

let directory: string;
beforeEach(() => (directory = mkdtempSync(join(tmpdir(), 'redis-'))));
afterEach(() => rmSync(directory, { recursive: true, force: true }));

describe('two starts in one checkout', () => {
  it('never run two servers on one folder: the second start uses the Redis of the first', async () => {
    const first = await claimOrJoin(directory);
    const redis = await startRedis({ program: obtainRedisProgram({ mayInstall: false }), port: first.port, directory });
    const second = await claimOrJoin(directory);
    expect(second).toMatchObject({ ours: false, port: first.port, owner: process.pid });
    await redis.stop();
    first.release();
    expect(await claimOrJoin(directory)).toMatchObject({ ours: true });
  });

  it('claim a folder whose owner was killed', async () => {
    const ended = spawnSync(process.execPath, ['-e', '']).pid;
    writeFileSync(join(directory, 'owner.json'), JSON.stringify({ owner: ended, port: 1 }));
    expect(await claimOrJoin(directory)).toMatchObject({ ours: true, owner: process.pid });
  });
});
