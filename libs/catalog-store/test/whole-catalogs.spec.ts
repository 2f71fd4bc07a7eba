import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CatalogTable } from '@exoplanet/contracts';
import {
  type CatalogContent,
  CatalogQueries,
  Catalogs,
  Database,
  openObjects,
  RowParts,
  type StoredCatalog,
} from '../src';
import { literal } from '../src/database/database';
import type { WholeColumn } from '../src/query/whole-columns';
import { WordList } from '../src/query/word-list';

/** Two full parts and the beginning of a third. */
const ROWS = 50_100;
const SELECTION = { sort: '-x', filter: ['x:lt:900', 'name:contains:1'] };

const TABLE = {
  rows: ROWS,
  columns: [
    { name: 'name', role: 'kept', type: 'text' },
    { name: 'x', role: 'kept', type: 'number', unit: 'd' },
  ],
} as unknown as CatalogTable;

interface Row {
  key: number;
  name: string | null;
  x: number | null;
}

const made = Array.from({ length: ROWS }, (_, key): Row => ({
  key,
  name: key % 11 === 0 ? null : `"${key}\\`,
  x: key % 13 === 0 ? null : (key * 7919) % 1000,
}));

/** The chosen rows in their order, without a database. */
const chosen = made
  .filter(({ x, name }) => x !== null && x < 900 && name?.includes('1'))
  .sort((a, b) => b.x! - a.x! || a.key - b.key);

const chosenInOrder = [...chosen].sort((a, b) => a.key - b.key);

describe('a catalogue of several parts, read as a whole', () => {
  const folder = mkdtempSync(join(tmpdir(), 'whole-catalogs-'));
  let database: Database;
  let queries: CatalogQueries;
  let catalog: StoredCatalog;
  let content: CatalogContent;
  beforeAll(async () => {
    database = await Database.open({ memory: 64 * 1024 * 1024, temporary: folder, threads: 2 });
    queries = new CatalogQueries(database);
    const upload = { object: '', bytes: 0, sha256: '' };
    catalog = await new Catalogs(openObjects({ location: join(folder, 'store'), cacheBytes: 0 })).create({
      catalog_id: 'i0000000000000000001',
      task_id: 'whole',
      name: 'whole',
      created_at: '',
      upload,
      explain: 'none',
    });
    const parts = new RowParts(catalog, database, ['name', 'x'], new Set());
    for (const { key, name, x } of made)
      await parts.add({
        line: key + 2,
        cells: { name: name ?? '', x: x === null ? '' : String(x) },
        candidate: { id: `R${key}`, source: 'KEPLER', period: 1 },
      });
    await parts.end();
    content = await catalog.content();
  });
  afterAll(() => {
    database.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it.each([
    ['in the order of the upload', {}, made],
    ['in the order of the upload, those that pass a filter', { filter: SELECTION.filter }, chosenInOrder],
    ['sorted, those that pass a filter', SELECTION, chosen],
    ['sorted, of several parts', { sort: 'x,-name', filter: ['x:ge:0'] }, undefined],
  ])('exports its rows %s', async (_, selection, expected = sortedByBoth()) => {
    const exported: (string | number | null)[][] = [];
    for await (const rows of queries.exported(catalog, content, TABLE, selection)) exported.push(...rows);
    expect(exported.map(([name, x]) => [name, x])).toEqual(
      expected.map(({ name, x }) => [name, x === null ? null : String(x)]),
    );
  });

  it.each([
    ['in the order of the upload', {}, made],
    ['in the order of the upload, those that pass a filter', { filter: SELECTION.filter }, chosenInOrder],
    ['sorted', { sort: 'x,-name', filter: ['x:ge:0'] }, undefined],
    ['where no row passes the filter', { sort: 'x', filter: ['x:lt:0'] }, []],
  ])('is written as Parquet %s', async (_, selection, expected = sortedByBoth()) => {
    const path = catalog.objects.scratchFile();
    await queries.writeParquet(catalog, content, TABLE, selection, path);
    const rows = await database.use(async (connection) =>
      (await connection.runAndReadAll(`SELECT name, x FROM read_parquet(${literal(path)})`)).getRowsJS(),
    );
    expect(rows).toEqual(expected.map(({ name, x }) => [name, x]));
  });

  it.each([
    ['of all rows, missing values among them', {}, made],
    ['sorted, of those that pass a filter', SELECTION, chosen],
    ['sorted, of all rows', { sort: '-x' }, [...made].sort((a, b) => (b.x ?? -1) - (a.x ?? -1) || a.key - b.key)],
  ])('gives columns %s', async (_, selection, expected) => {
    const { rows, columns } = await queries.columns(catalog, content, TABLE, ['x', 'name', 'x'], selection);
    expect(rows).toBe(expected.length);
    expect(await valuesOf(columns)).toEqual([
      expected.map(({ key }) => key),
      expected.map(({ x }) => x ?? NaN),
      expected.map(({ name }) => name),
    ]);
  });

  it.each([
    [['x:lt:1e19'], made.filter(({ x }) => x !== null)],
    [['x:ge:-1e300', 'x:ne:1e19'], made.filter(({ x }) => x !== null)],
    [['x:in:1e19,7,0.5'], made.filter(({ x }) => x === 7)],
  ])('takes numbers that are no 64-bit integers in a filter: %s', async (filter, expected) => {
    const page = await queries.page(catalog, content, TABLE, { filter, limit: 0, offset: 0 });
    expect(page.total).toBe(expected.length);
  });

  it('gives more columns than are in memory together', async () => {
    const names = ['line', 'x', 'error', 'probability', 'name', 'prediction'];
    const { columns } = await queries.columns(catalog, content, TABLE, names, {});
    expect(await valuesOf(columns)).toEqual([
      made.map(({ key }) => key),
      made.map(({ key }) => key + 2),
      made.map(({ x }) => x ?? NaN),
      made.map(() => null),
      made.map(() => NaN),
      made.map(({ name }) => name),
      made.map(() => null),
    ]);
  });
});

async function valuesOf(columns: Iterable<WholeColumn> | AsyncIterable<WholeColumn>): Promise<unknown[][]> {
  const read: unknown[][] = [];
  for await (const column of columns) {
    const words = column.type === 'dictionary' ? (JSON.parse(Buffer.from(column.words).toString()) as string[]) : [];
    read.push(Array.from(column.values, (value) => (column.type === 'dictionary' ? (words[value] ?? null) : value)));
  }
  return read;
}

/** All rows with a number, by `x`, then by name in reverse; those without a name come last. */
function sortedByBoth(): Row[] {
  return made
    .filter(({ x }) => x !== null)
    .sort(
      (a, b) =>
        a.x! - b.x! ||
        Number(a.name === null) - Number(b.name === null) ||
        (a.name === b.name ? a.key - b.key : a.name! < b.name! ? 1 : -1),
    );
}

describe('a list of words', () => {
  it('gives equal texts the same index, in the order in which they come', () => {
    const texts = Array.from(
      { length: 60_000 },
      (_, index) => `${index % 25_000}"\\\n é π 🪐 ${'\ud800'.repeat(index % 2)}`,
    );
    const list = new WordList();
    const indices = texts.map((text) => list.indexOf(text));
    expect(JSON.parse(Buffer.from(list.json()).toString())).toEqual([...new Set(texts)]);
    const known = new Map([...new Set(texts)].map((text, index) => [text, index]));
    expect(indices).toEqual(texts.map((text) => known.get(text)));
    expect(Buffer.from(new WordList().json()).toString()).toBe('[]');
  });
});
