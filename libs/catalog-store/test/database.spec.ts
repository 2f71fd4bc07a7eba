import { spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Database } from '../src/database/database';

/** A list of twenty million numbers does not fit, and a list does not leave memory for files. */
const MEMORY = 32 * 1024 * 1024;
const TOO_MUCH = 'SELECT len(list(i)) AS n FROM range(20_000_000) t(i)';

describe('a database of limited memory', () => {
  const temporary = mkdtempSync(join(tmpdir(), 'database-'));
  let database: Database;
  beforeAll(async () => {
    database = await Database.open({ memory: MEMORY, temporary, threads: 2 });
  });
  afterAll(() => {
    database.close();
    rmSync(temporary, { recursive: true, force: true });
  });

  const ask = (sql: string) => database.use(async (connection) => (await connection.runAndReadAll(sql)).getRowsJS());

  it('refuses queries that need more, and answers those beside them', async () => {
    const answers = await Promise.allSettled([ask(TOO_MUCH), ask(TOO_MUCH), ask(TOO_MUCH), ask('SELECT 1')]);
    expect(answers.slice(0, 3)).toEqual(
      Array.from({ length: 3 }, () => ({
        status: 'rejected',
        reason: expect.objectContaining({ code: 'OVERLOADED' }),
      })),
    );
    expect(answers[3]).toEqual({ status: 'fulfilled', value: [[1]] });
    expect(await ask('SELECT 2')).toEqual([[2]]);
  });

  it('refuses a stream that needs more', async () => {
    const read = async () => {
      for await (const rows of database.stream(TOO_MUCH, [], ({ rowCount }) => rowCount)) expect(rows).toBe(0);
    };
    await expect(read()).rejects.toMatchObject({ code: 'OVERLOADED' });
  });

  it('says that the store is unavailable where a file is gone', async () => {
    await expect(ask(`SELECT * FROM read_parquet('${join(temporary, 'gone.parquet')}')`)).rejects.toMatchObject({
      code: 'STORE_UNAVAILABLE',
    });
  });

  it('answers queries while streams are read slowly', async () => {
    const streams = Array.from({ length: 6 }, () =>
      database.stream('SELECT * FROM range(10_000)', [], ({ rowCount }) => rowCount),
    );
    const first = streams.slice(0, 4).map((stream) => stream.next());
    await Promise.all(first);
    expect(await ask('SELECT 3')).toEqual([[3]]);
    await Promise.all(streams.map((stream) => stream.return(undefined)));
  });

  it('removes the scratch folders of processes that have ended when it is opened, and no others', async () => {
    const { pid: ended } = spawnSync(process.execPath, ['--version']);
    const folderOf = (host: string, pid: number) => join(temporary, `exoplanet-duckdb-${host}-${pid}-${randomUUID()}`);
    const gone = [folderOf(hostname(), ended), folderOf(hostname(), process.pid)];
    const kept = [folderOf(hostname(), process.ppid), folderOf(`${hostname()}-2`, ended), join(temporary, 'notes')];
    for (const folder of [...gone, ...kept]) mkdirSync(folder);
    (await Database.open({ memory: MEMORY, temporary })).close();
    expect([...gone, ...kept].filter((folder) => existsSync(folder))).toEqual(kept);
  });
});
