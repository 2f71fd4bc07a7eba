import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CandidateTable } from '@exoplanet/contracts';
import { candidatesOfKeys, candidatesOfPart, Catalogs, Database, type ImportRow, openObjects, RowParts } from '../src';
import { literal } from '../src/database/database';
import { type FileColumn, writeParquet } from '../src/database/write-parquet';

const folder = mkdtempSync(join(tmpdir(), 'rows-in-files-'));
let database: Database;
beforeAll(async () => {
  database = await Database.open({ memory: 64 * 1024 * 1024, temporary: folder, threads: 1 });
});
afterAll(() => {
  database.close();
  rmSync(folder, { recursive: true, force: true });
});

describe('a file of columns', () => {
  const columns: FileColumn[] = [
    { name: 'integer', type: 'INTEGER', values: [1, null, -1] },
    { name: 'double', type: 'DOUBLE', values: [null, 0.1, -0] },
    { name: 'float', type: 'FLOAT', values: Float32Array.of(NaN, 0.5, -1) },
    { name: 'text', type: 'VARCHAR', values: ['', null, 'é'] },
    { name: 'truth', type: 'BOOLEAN', values: [true, null, false] },
    { name: 'nothing', type: 'VARCHAR', values: [null, null, null] },
  ];

  it('has NULL where a value is missing, and the types of its columns', async () => {
    const path = join(folder, 'missing.parquet');
    const file = `read_parquet(${literal(path)})`;
    const read = (sql: string) => database.use(async (connection) => (await connection.runAndReadAll(sql)).getRowsJS());
    await database.use((connection) => writeParquet(connection, path, [columns, columns]));
    const rows = [
      [1, null, null, '', true, null],
      [null, 0.1, 0.5, null, null, null],
      [-1, -0, -1, 'é', false, null],
    ];
    expect(await read(`SELECT * FROM ${file}`)).toEqual([...rows, ...rows]);
    const types = await read(`SELECT column_type FROM (DESCRIBE SELECT * FROM ${file})`);
    expect(types.flat()).toEqual(columns.map(({ type }) => type));
  });
});

describe('rows of an upload', () => {
  const SIZE = 3000;

  /** A thousand rows with a period alone, then refused ones, then rows with another field, so that the groups of a part differ. */
  const rows = Array.from({ length: SIZE }, (_, key): ImportRow => {
    const row = { line: key + 2, cells: { name: `R${key}` } };
    if (key >= 1024 && key < 2100) return { ...row, error: { column: 'name', code: 'NOT_A_NUMBER' } as never };
    const field = key < 1024 ? { period: key + 1 } : { depth: key + 0.5 };
    return { ...row, candidate: { id: `R${key}`, source: 'TESS', ...field } };
  });
  const candidates = rows.flatMap(({ candidate }, key) => (candidate ? [{ key, candidate }] : []));
  const field = ({ columns, rows: count, values }: CandidateTable, name: string) =>
    Array.from({ length: count }, (_, row) => values[row * columns.length + columns.indexOf(name)]);

  it('come back as candidates, by part and by key, where the rows of a part have different fields', async () => {
    const catalog = await new Catalogs(openObjects({ location: join(folder, 'store'), cacheBytes: 0 })).create({
      catalog_id: 'i0000000000000000002',
      task_id: 'rows',
      name: 'rows',
      created_at: '',
      upload: { object: '', bytes: 0, sha256: '' },
      explain: 'none',
    });
    const parts = new RowParts(catalog, database, ['name'], new Set());
    for (const row of rows) await parts.add(row);
    expect(parts.count).toBe(SIZE);
    expect(await parts.end()).toBe(1);
    expect(parts.refused).toBe(2100 - 1024);
    expect(parts.content).toEqual([{ numbers: 0, texts: SIZE }]);

    const { keys, table } = await candidatesOfPart(catalog, database, 0);
    expect([...keys]).toEqual(candidates.map(({ key }) => key));
    expect(table.columns).toEqual(['source', 'period', 'depth']);
    expect(field(table, 'period')).toEqual(candidates.map(({ candidate }) => Number(candidate.period ?? NaN)));
    expect(field(table, 'depth')).toEqual(candidates.map(({ candidate }) => Number(candidate.depth ?? NaN)));

    const some = await candidatesOfKeys(catalog, database, [2500, 3, 1500]);
    expect([...some.keys]).toEqual([2500, 3]);
    expect(field(some.table, 'period')).toEqual([NaN, 4]);
    expect(field(some.table, 'depth')).toEqual([2500.5, NaN]);

    // A part that exists already is counted, and not written again.
    const again = new RowParts(catalog, database, ['name'], new Set([0]));
    for (const row of rows) await again.add(row);
    expect(await again.end()).toBe(1);
    expect([again.refused, again.content]).toEqual([parts.refused, parts.content]);
  });
});
