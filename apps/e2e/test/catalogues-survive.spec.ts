import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CatalogDto } from '@exoplanet/contracts';
import { findRedisServer, isMissing, startRedis, until } from '@exoplanet/dev';
import { catalogOf, finished, madeTable, upload } from '../src/catalog';
import { Stack } from '../src/stack';

/** Two parts of rows, and three of explanations. */
const ROWS = 30_000;
const EXPLAINED = 600;
const WHOLE = { state: 'completed', progress: { rows_scored: ROWS, rows_explained: EXPLAINED } };

/** Moments of the work on a catalogue. */
const MOMENTS: [name: string, isThere: (catalog: CatalogDto) => boolean][] = [
  ['is read', ({ state, progress }) => state === 'reading' && progress.rows_read > 5000],
  ['is scored', ({ state }) => state === 'scoring'],
  ['is explained', ({ state, progress }) => state === 'explaining' && progress.rows_explained > 0],
];

describe('a catalogue', () => {
  let folder: string;
  let stack: Stack;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'survive-'));
  });
  afterEach(async () => {
    await stack?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const start = () => upload(stack.url, madeTable(ROWS), `?explain=top:${EXPLAINED}`);
  const untilIt = (is: (catalog: CatalogDto) => boolean, id: string) =>
    until('the moment', async () => is(await catalogOf(stack.url, id)), { seconds: 120, everyMs: 10 });

  async function everyRowIsThereOnce(id: string, count = ROWS): Promise<void> {
    const text = await (await fetch(`${stack.url}/catalogs/${id}/export?format=jsonl`)).text();
    const rows = text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as { id?: string; rank?: number })
      .filter(({ id: name }) => name !== undefined);
    expect(rows.map(({ id: name }) => name)).toEqual(Array.from({ length: count }, (_, row) => `R${row}`));
    expect(new Set(rows.map(({ rank }) => rank)).size).toBe(count);
  }

  it.each(MOMENTS)(
    'whose worker is killed while it %s has no row twice and none missing',
    async (_when, isThere) => {
      stack = await Stack.start({ env: { CATALOG_STORE: folder } });
      const id = await start();
      await untilIt(isThere, id);
      await stack.workers[0].kill('SIGKILL');
      stack.addWorker();
      expect(await finished(stack.url, id, 240)).toMatchObject(WHOLE);
      await everyRowIsThereOnce(id);
    },
    400_000,
  );

  it.skipIf(isMissing('/proc'))(
    'whose reading process is killed is read by another (needs /proc)',
    async () => {
      stack = await Stack.start({ env: { CATALOG_STORE: folder } });
      const rows = 4 * ROWS;
      const id = await upload(stack.url, madeTable(rows), '?explain=none');
      await untilIt(({ state, progress }) => state === 'reading' && progress.rows_read > 0, id);
      const [reader] = stack.workers[0].children('read-table.program');
      process.kill(reader, 'SIGKILL');
      const isNoticed = () => stack.workers[0].log.includes('The process that reads tables ended');
      await until('the worker to notice', isNoticed, { seconds: 20 });
      expect(await finished(stack.url, id, 240)).toMatchObject({ state: 'completed', progress: { rows_scored: rows } });
      await everyRowIsThereOnce(id, rows);
      expect(stack.workers[0].running).toBe(true);
    },
    400_000,
  );

  it.skipIf(isMissing('/proc'))(
    'is read by the process that was started when its columns were looked at, which ends after a large one (needs /proc)',
    async () => {
      stack = await Stack.start({ env: { CATALOG_STORE: folder } });
      const readers = () => stack.workers[0].children('read-table.program');
      expect(readers()).toEqual([]);
      const detection = await fetch(`${stack.url}/catalogs/detect`, {
        method: 'POST',
        headers: { 'content-type': 'text/csv' },
        body: madeTable(10),
      });
      expect(detection.status).toBe(200);
      await until('the process', () => readers().length > 0, { seconds: 20 });
      const [reader] = readers();
      const id = await upload(stack.url, madeTable(10), '?explain=none');
      expect(await finished(stack.url, id)).toMatchObject({ state: 'completed' });
      expect(readers()).toEqual([reader]);
      const large = await upload(stack.url, madeTable(25_001), '?explain=none');
      expect(await finished(stack.url, large)).toMatchObject({ state: 'completed' });
      await until('the process to end', () => readers().length === 0, { seconds: 5 });
    },
    120_000,
  );

  it('deleted at any moment of its work leaves the worker as it was', async () => {
    stack = await Stack.start({ env: { CATALOG_STORE: folder } });
    for (let moment = 0; moment < 1200; moment += 75) {
      const id = await upload(stack.url, madeTable(20_000, moment), '?explain=all');
      await new Promise((resolve) => setTimeout(resolve, moment));
      expect((await fetch(`${stack.url}/catalogs/${id}`, { method: 'DELETE' })).status).toBe(204);
      const next = await upload(stack.url, madeTable(10, moment), '?explain=none');
      expect(await finished(stack.url, next)).toMatchObject({ state: 'completed' });
    }
    expect(stack.workers[0].running).toBe(true);
  }, 200_000);

  it.each(MOMENTS)(
    'whose Redis restarts while it %s has no row twice and none missing',
    async (_when, isThere) => {
      await withOwnRedis(async (redis) => {
        stack = await Stack.start({ env: { CATALOG_STORE: folder, REDIS_URL: redis.url } });
        const id = await start();
        await untilIt(isThere, id);
        await redis.restart();
        expect(await finished(stack.url, id, 240)).toMatchObject(WHOLE);
        await everyRowIsThereOnce(id);
      });
    },
    400_000,
  );

  it('whose worker is killed and whose Redis restarts in the middle has no row twice and none missing, and is read without Redis', async () => {
    await withOwnRedis(async (redis) => {
      stack = await Stack.start({ env: { CATALOG_STORE: folder, REDIS_URL: redis.url } });
      const id = await start();
      await untilIt(({ progress }) => progress.rows_explained > 0, id);
      await stack.workers[0].kill('SIGKILL');
      await redis.restart(async () => {
        expect((await fetch(`${stack.url}/catalogs/${id}/rows?limit=1`)).status).toBe(200);
      });
      stack.addWorker();
      expect(await finished(stack.url, id, 240)).toMatchObject(WHOLE);
      await everyRowIsThereOnce(id);
    });
  }, 400_000);

  interface OwnRedis {
    url: string;
    /** Stops it and starts it again with its data. @param meanwhile runs while it is stopped */
    restart: (meanwhile?: () => Promise<void>) => Promise<void>;
  }

  /** Runs work with a Redis that it may stop. */
  async function withOwnRedis(work: (redis: OwnRedis) => Promise<void>): Promise<void> {
    const directory = mkdtempSync(join(tmpdir(), 'survive-redis-'));
    const program = findRedisServer()!;
    let redis = await startRedis({ program, directory });
    const restart: OwnRedis['restart'] = async (meanwhile) => {
      await redis.stop();
      await meanwhile?.();
      redis = await startRedis({ program, directory, port: redis.port });
    };
    try {
      await work({ url: redis.url, restart });
      await stack.stop();
    } finally {
      await redis.stop();
      rmSync(directory, { recursive: true, force: true });
    }
  }
});
