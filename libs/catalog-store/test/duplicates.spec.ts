import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CatalogTable } from '@exoplanet/contracts';
import { Catalogs, Database, openObjects, RowParts, summarise } from '../src';

/** Stars of more than 200 rows are not compared. */
const ROWS_OF = { one: 1, few: 3, many: 200, crowded: 201 };

describe('duplicates in the summary of a catalogue', () => {
  const folder = mkdtempSync(join(tmpdir(), 'duplicates-'));
  let database: Database;
  beforeAll(async () => {
    database = await Database.open({ memory: 64 * 1024 * 1024, temporary: folder, threads: 2 });
  });
  afterAll(() => {
    database.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('are pairs of rows of one star, where that has not more rows than a star can have', async () => {
    const catalog = await new Catalogs(openObjects({ location: join(folder, 'store'), cacheBytes: 0 })).create({
      catalog_id: 'i0000000000000000001',
      task_id: 'duplicates',
      name: 'duplicates',
      created_at: '',
      upload: { object: '', bytes: 0, sha256: '' },
      explain: 'none',
    });
    const stars = Object.entries(ROWS_OF).flatMap(([star, rows]) => Array.from({ length: rows }, () => star));
    const parts = new RowParts(catalog, database, ['name'], new Set());
    for (const [key, star_id] of stars.entries())
      await parts.add({
        line: key + 2,
        cells: { name: '' },
        candidate: { id: `R${key}`, star_id, source: 'KEPLER', period: 1 },
      });
    await parts.end();
    const table = { rows: stars.length, columns: [], kind: 'plain' } as unknown as CatalogTable;
    const summary = await summarise(catalog, await catalog.content(), table, database);
    expect(summary).toMatchObject({ duplicates: { counts: { same: 3 + (200 * 199) / 2 } } });
  });
});
