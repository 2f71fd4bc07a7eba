import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { obtainRedisProgram } from '../install/redis-program.mjs';
import { startRedis } from '../redis.mjs';
import { takeOrJoin } from './redis-of-checkout.mjs';

let directory: string;
beforeEach(() => (directory = mkdtempSync(join(tmpdir(), 'redis-'))));
afterEach(() => rmSync(directory, { recursive: true, force: true }));

describe('two starts in one checkout', () => {
  it('never run two servers on one folder: the second uses the first', async () => {
    const first = await takeOrJoin(directory);
    const redis = await startRedis({ program: obtainRedisProgram(), port: first.port, directory });
    const second = await takeOrJoin(directory);
    expect(second).toMatchObject({ ours: false, port: first.port, owner: process.pid });
    await redis.stop();
    first.giveBack();
    expect(await takeOrJoin(directory)).toMatchObject({ ours: true });
  });

  it('take over the folder of one that was killed', async () => {
    const ended = spawnSync(process.execPath, ['-e', '']).pid;
    writeFileSync(join(directory, 'owner.json'), JSON.stringify({ owner: ended, port: 1 }));
    expect(await takeOrJoin(directory)).toMatchObject({ ours: true, owner: process.pid });
  });
});
