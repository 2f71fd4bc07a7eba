import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { CatalogDto } from '@exoplanet/contracts';
import { findRedisServer, startRedis, until } from '@exoplanet/dev';
import { catalogOf, finished, madeTable, upload } from '../src/catalog';
import { Stack } from '../src/stack';

const ROWS = 60_000;
const WHOLE = { state: 'completed', progress: { rows_scored: ROWS, rows_explained: 2000 } };

describe('a catalogue whose worker is killed in the middle', () => {
  const folder = mkdtempSync(join(tmpdir(), 'survive-'));
  let stack: Stack;
  afterEach(async () => {
    await stack?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it.each([
    ['while the table is read', ({ state, progress }: CatalogDto) => state === 'reading' && progress.rows_read > 5000],
    [
      'while rows are explained',
      ({ state, progress }: CatalogDto) => state === 'explaining' && progress.rows_explained > 0,
    ],
  ])(
    '%s has no row twice and none missing',
    async (_when, isThere) => {
      stack = await Stack.start({ env: { CATALOG_STORE: folder } });
      const id = await upload(stack.url, madeTable(ROWS), '?explain=top:2000');
      await until('the moment', async () => isThere(await catalogOf(stack.url, id)), { seconds: 120, everyMs: 10 });
      await stack.workers[0].kill('SIGKILL');
      stack.addWorker();
      const catalog = await finished(stack.url, id, 240);
      expect(catalog).toMatchObject({ state: 'completed', progress: { rows_scored: ROWS, rows_explained: 2000 } });
      const text = await (await fetch(`${stack.url}/catalogs/${id}/export?format=csv`)).text();
      const lines = text.trimEnd().split('\n').slice(1);
      expect(lines).toHaveLength(ROWS);
      expect(lines.every((line, row) => line.startsWith(`R${row},KEPLER,`))).toBe(true);
      const ranks = new Set(lines.map((line) => line.split(',').at(-16)));
      expect(ranks.size).toBe(ROWS);
    },
    400_000,
  );
});
