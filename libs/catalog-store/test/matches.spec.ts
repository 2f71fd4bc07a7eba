import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  Catalogs,
  contextOfKeys,
  Database,
  openObjects,
  RowParts,
  type StoredCatalog,
  writeMatches,
} from '../src/index';
import type { ImportRow } from '../src/parts/row-parts';

const ROWS = 600;

/** Every third row is a contaminated neighbour of the one before, at its period, twice or half of it; every fourth shares a star. */
function madeRows(): ImportRow[] {
  return Array.from({ length: ROWS }, (_, row) => {
    const parent = row % 3 === 1 ? row - 1 : row;
    const factor = row % 3 === 1 ? [1, 2, 0.5][row % 9 === 1 ? 0 : row % 9 === 4 ? 1 : 2] : 1;
    const candidate = {
      id: `R${row}`,
      source: 'KEPLER' as const,
      star_id: String(row % 4 === 0 ? 7 + (row % 80) : 1000 + row),
      period: factor * 2 ** (((parent * 0.618034) % 1) * 6),
      epoch: 2455000,
      ra: 10 + parent * 0.5,
      dec: row % 3 === 1 ? 20.003 : 20,
      depth: row % 3 === 1 ? 200 : 40_000,
      star_mag: 12,
    };
    return { line: row + 2, cells: {}, candidate };
  });
}

describe('what a catalogue says about its rows', () => {
  const folder = mkdtempSync(join(tmpdir(), 'matches-'));
  let database: Database;
  let catalogs: Catalogs;
  beforeAll(async () => {
    database = await Database.open({ memory: 256 * 1024 * 1024, temporary: folder, threads: 1 });
    catalogs = new Catalogs(openObjects({ location: folder, cacheBytes: 0 }));
  });
  afterAll(() => {
    database.close();
    rmSync(folder, { recursive: true, force: true });
  });

  async function contextWith(id: string, groups?: { size: number; neighbours: number }) {
    const spec = {
      catalog_id: id,
      task_id: id,
      name: id,
      created_at: '',
      upload: { object: '', bytes: 0, sha256: '' },
    };
    const catalog: StoredCatalog = await catalogs.create({ ...spec, explain: 'none' });
    const parts = new RowParts(catalog, database, [], new Set());
    for (const row of madeRows()) await parts.add(row);
    await parts.end();
    await writeMatches(catalog, database, groups);
    return contextOfKeys(
      catalog,
      database,
      Int32Array.from({ length: ROWS }, (_, key) => key),
    );
  }

  it('is the same whether rows are compared in groups or all at once', async () => {
    const whole = await contextWith('i0000000000000000001');
    const grouped = await contextWith('i0000000000000000002', { size: 50, neighbours: 40 });
    expect(grouped.context).toEqual(whole.context);
    const { row, parent, relation, objects } = whole.context!;
    const entries = Array.from(row, (key, entry) => ({ key, parent: parent[entry], relation: relation[entry] }));
    const children = entries.filter(({ key }) => key % 3 === 1);
    expect(children).toHaveLength(ROWS / 3);
    // 0 is `weaker`.
    expect(children.every(({ key, parent: found, relation: how }) => found === key - 1 && how === 0)).toBe(true);
    expect(objects.some((count) => count > 1)).toBe(true);
    expect(grouped.names.of(parent[row.indexOf(1)])).toEqual({ index: 0, id: 'R0' });
  });

  it('is read for any rows, in any order', async () => {
    const catalog = await catalogs.open('i0000000000000000001');
    const { context } = await contextOfKeys(catalog, database, Int32Array.of(4, 2, 1));
    expect(Array.from(context!.row, (row, entry) => [row, context!.parent[entry]])).toEqual([
      [0, 3],
      [2, 0],
    ]);
  });

  it('is read for rows far apart', async () => {
    const catalog = await catalogs.open('i0000000000000000001');
    const everything = (
      await contextOfKeys(
        catalog,
        database,
        Int32Array.from({ length: ROWS }, (_, key) => key),
      )
    ).context!;
    const { context } = await contextOfKeys(catalog, database, Int32Array.of(400, 1));
    expect(Array.from(context!.row, (row, entry) => [[400, 1][row], context!.parent[entry]])).toEqual(
      [400, 1].map((key) => [key, everything.parent[everything.row.indexOf(key)]]),
    );
  });
});
