import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { isMissing, until } from '@exoplanet/dev';
import { call } from '../src/http';
import { OwnRedis } from '../src/own-redis';
import { runCommand } from '../src/program';
import { Stack } from '../src/stack';

const TABLE = 'id,source,period,radius,depth,duration\nA,KEPLER,3.1,2.2,300,2\nB,KEPLER,4.1,22,30000,3\n';

let redis: OwnRedis | undefined;
let stack: Stack | undefined;
const folder = mkdtempSync(join(tmpdir(), 'exoplanet-backup-'));
afterEach(async () => {
  await stack?.stop();
  await redis?.remove();
  rmSync(folder, { recursive: true, force: true });
});

const cli = async (url: string, ...args: string[]) => {
  const { code, stdout, stderr } = await runCommand('redis-cli', ['-u', url, ...args]);
  expect(code, stderr).toBe(0);
  return stdout;
};

/** Reads what the test looks for after the restore. */
async function content(url: string, task: string, catalog: string) {
  const read = async (path: string) => (await call(`${url}${path}`)).body;
  return {
    task: (await read(`/tasks/${task}`)).result,
    rows: (await read(`/catalogs/${catalog}/rows?sort=-probability`)).rows,
    votes: await read(`/catalogs/${catalog}/rows/1/votes`),
  };
}

// The commands are those of "Backup" in docs/operating.md.
it.skipIf(isMissing('redis-cli'))(
  'a backup of Redis and of the catalogues that is made while the system runs brings everything back elsewhere (needs redis-cli)',
  async () => {
    const store = join(folder, 'store');
    redis = await OwnRedis.start();
    stack = await Stack.start({ env: { REDIS_URL: redis.url, CATALOG_STORE: store, KEY_PREFIX: 'backup' } });
    const candidate = { period: 9.5, radius: 2.2, source: 'KEPLER' };
    const { body: done } = await call<{ task_id: string }>(`${stack.url}/predict?wait=30`, 'POST', candidate);
    const { body: uploaded } = await call<{ catalog_id: string }>(`${stack.url}/catalogs`, 'POST', TABLE, {
      'content-type': 'text/csv',
    });
    const catalog = `${stack.url}/catalogs/${uploaded.catalog_id}`;
    await until('the catalogue', async () => (await call(catalog)).body.state === 'completed', { seconds: 60 });
    await call(`${catalog}/rows/1/votes`, 'POST', { disposition: 'EB' });
    const before = await content(stack.url, done.task_id, uploaded.catalog_id);
    expect(before.rows).toHaveLength(2);
    // A task that waits is in the backup too.
    await Promise.all(stack.workers.map((worker) => worker.kill()));
    const { body: waiting } = await call<{ task_id: string }>(`${stack.url}/predict`, 'POST', candidate);

    const snapshot = join(folder, 'redis.rdb');
    await cli(redis.url, '--rdb', snapshot);
    cpSync(store, join(folder, 'copy'), { recursive: true });
    await stack.stop();
    await redis.remove();
    rmSync(store, { recursive: true });

    redis = await OwnRedis.start(['--appendonly', 'no', '--dir', folder, '--dbfilename', 'redis.rdb']);
    await cli(redis.url, 'config', 'set', 'appendonly', 'yes');
    await until('the append-only file', async () => {
      const persistence = await cli(redis!.url, 'info', 'persistence');
      return persistence.includes('aof_enabled:1') && persistence.includes('aof_rewrite_in_progress:0');
    });
    await redis.end();
    await redis.restart(['--dir', folder]);
    const env = { REDIS_URL: redis.url, CATALOG_STORE: join(folder, 'copy'), KEY_PREFIX: 'backup' };
    stack = await Stack.start({ env });
    expect(await content(stack.url, done.task_id, uploaded.catalog_id)).toEqual(before);
    await until(
      'the waiting task',
      async () => (await call(`${stack!.url}/tasks/${waiting.task_id}`)).body.status === 'completed',
      { seconds: 60 },
    );
  },
  300_000,
);
