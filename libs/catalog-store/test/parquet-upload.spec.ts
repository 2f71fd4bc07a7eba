import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readTable, type TableRow } from '@exoplanet/catalog';
import { Database, uploadText } from '../src';

describe('a table that is uploaded as Parquet', () => {
  const folder = mkdtempSync(join(tmpdir(), 'parquet-upload-'));
  let database: Database;
  let scratch = 0;
  beforeAll(async () => {
    database = await Database.open({ memory: 256 * 2 ** 20, temporary: folder, threads: 1 });
  });
  afterAll(() => {
    database.close();
    rmSync(folder, { recursive: true });
  });

  /** The result of a query as a Parquet file. */
  async function written(query: string, options = ''): Promise<Buffer> {
    const path = join(folder, 'made.parquet');
    await database.use((connection) => connection.run(`COPY (${query}) TO '${path}' (FORMAT parquet${options})`));
    return readFileSync(path);
  }

  async function read(bytes: Uint8Array): Promise<{ title: string; names: string[]; rows: TableRow[] }> {
    async function* chunks() {
      for (let at = 0; at < bytes.length; at += 1000) yield await Promise.resolve(bytes.subarray(at, at + 1000));
    }
    const text = uploadText(chunks(), {
      openDatabase: () => Promise.resolve(database),
      scratchFile: () => join(folder, `scratch-${scratch++}`),
    });
    const { detection, rows } = await readTable(text);
    const all: TableRow[] = [];
    for await (const row of rows) all.push(row);
    return { title: detection.title, names: detection.columns.map(({ name }) => name), rows: all };
  }

  it('is read in the order of its rows, value by value, and a bad row is refused alone', async () => {
    const bytes = await written(
      `SELECT 10000000 + i AS kepid, format('K{:05d}.01', i) AS kepoi_name, CASE WHEN i = 70 THEN -1 ELSE 3 + i / 8 END AS koi_period,
         (CASE WHEN i % 10 = 0 THEN NULL ELSE 1.1 END)::FLOAT AS koi_prad, '#, "x"' AS remark FROM range(5000) t(i)`,
      ', ROW_GROUP_SIZE 2048',
    );
    const { title, names, rows } = await read(bytes);
    expect(title).toMatch(/^Kepler Objects of Interest/);
    expect(names).toEqual(['kepid', 'kepoi_name', 'koi_period', 'koi_prad', 'remark']);
    expect(rows).toHaveLength(5000);
    expect(rows.flatMap((row) => ('error' in row ? [[row.line, row.error.column, row.error.value]] : []))).toEqual([
      [72, 'koi_period', '-1'],
    ]);
    expect(rows[4999]).toMatchObject({
      cells: { kepid: '10004999', remark: '#, "x"' },
      candidate: { source: 'KEPLER', id: 'K04999.01', period: 3 + 4999 / 8, radius: 1.1 },
    });
    expect((rows[20] as { candidate: object }).candidate).not.toHaveProperty('radius');
    expect((await read(gzipSync(bytes))).rows).toEqual(rows);
  });

  it('leaves nothing of itself on the disk, whether it can be read or not', async () => {
    const bytes = await written("SELECT 'K2' AS source, 3.5 AS period");
    expect((await read(bytes)).rows).toHaveLength(1);
    await expect(read(bytes.subarray(0, bytes.length - 20))).rejects.toThrow(/^the Parquet file cannot be read: /);
    await expect(read(Buffer.concat([Buffer.from('PAR1'), Buffer.alloc(500, 7)]))).rejects.toThrow(
      /^the Parquet file cannot be read: (?!.*scratch)/,
    );
    expect(readdirSync(folder).filter((name) => name.startsWith('scratch'))).toEqual([]);
  });

  it('with more columns than a table may have is refused', async () => {
    const columns = Array.from({ length: 5000 }, (_, index) => `${index} AS c${index}`).join(', ');
    await expect(read(await written(`SELECT ${columns}`))).rejects.toMatchObject({ code: 'TOO_MANY_TABLE_COLUMNS' });
  });
});
