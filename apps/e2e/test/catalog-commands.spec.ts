import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CatalogRowDto } from '@exoplanet/contracts';
import { madeTable } from '../src/catalog';
import { call } from '../src/http';
import { runProgram } from '../src/program';
import { Stack } from '../src/stack';

describe('exoplanet catalog, against a running system', () => {
  let stack: Stack;
  let id: string;
  const folder = mkdtempSync(join(tmpdir(), 'catalog-commands-'));
  const path = (name: string) => join(folder, name);
  const catalog = (...args: string[]) =>
    runProgram('cli/exoplanet', ['catalog', ...args], { env: { BASE_URL: stack.url } });
  /** Adds a table; returns the id that the command prints. */
  const add = async (name: string, table: string | Uint8Array, ...options: string[]) => {
    writeFileSync(path(name), table);
    const ended = await catalog('add', path(name), '--explain', 'none', ...options);
    return { ...ended, id: ended.stdout.split(/\s/)[0] };
  };

  beforeAll(async () => {
    stack = await Stack.start({ env: { CATALOG_STORE: path('store') } });
    const added = await add('made.csv', madeTable(30));
    expect(added.stdout).toMatch(
      /^i\w{19} {2}made\.csv: completed\n30 rows read, 30 scored, 0 refused, 0 explained\n\d+ likely planets, .*\nmodel tabular@\d+\. A score does not confirm a planet\.\n$/,
    );
    expect(added.code).toBe(0);
    id = added.id;
  });
  afterAll(async () => {
    await stack?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it('status shows a catalogue, list shows all, and export writes the rows that were uploaded with the results', async () => {
    expect((await catalog('status', id)).stdout).toContain(`${id}  made.csv: completed\n`);
    expect((await catalog('list')).stdout).toMatch(
      new RegExp(`^id +name +state .*\\n(.*\\n)*${id} +made\\.csv +completed +30 `),
    );
    const { stdout } = await catalog('export', id, '--sort', '-probability', '--filter', 'radius:lt:2');
    const lines = stdout.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
    expect(lines[0]).toMatch(/^id,source,period,radius,depth,duration,remark,rank,probability,/);
    expect(lines.length).toBeGreaterThan(5);
  });

  it.each(['csv', 'ecsv', 'votable', 'jsonl', 'parquet'])(
    'export as %s, added again, gives the same table and the same results',
    async (format) => {
      const file = `again.${format}`;
      expect((await catalog('export', id, '--format', format, '-o', path(file))).code).toBe(0);
      const again = await add(file, readFileSync(path(file)));
      expect(again.code).toBe(0);
      const rows = async (one: string) =>
        (await call<{ rows: CatalogRowDto[] }>(`${stack.url}/catalogs/${one}/rows?limit=100&sort=id`)).body.rows.map(
          ({ cells, result }) => [cells, result!.probability],
        );
      const sameNumbers = ([cells, probability]: unknown[]) => [
        Object.fromEntries(
          Object.entries(cells as Record<string, string>).map(([name, cell]) => [
            name,
            // Parquet holds numbers, so that 1.00 comes back as 1.0.
            format === 'parquet' && cell !== '' && Number.isFinite(Number(cell)) ? Number(cell) : cell,
          ]),
        ),
        probability,
      ];
      expect((await rows(again.id)).map(sameNumbers)).toEqual((await rows(id)).map(sameNumbers));
    },
  );

  it('diff names what appeared, what is gone and what has another verdict', async () => {
    const [header, first, ...others] = madeTable(30).trim().split('\n');
    const other = await add('other.csv', [header, ...others, first.replace('R0,', 'NEW,'), ''].join('\n'));
    const [counts, , head, ...objects] = (await catalog('diff', id, other.id)).stdout.trimEnd().split('\n');
    expect(counts).toBe('1 appeared, 1 gone, 0 with another verdict');
    expect(head).toMatch(/^change +object +before +after +moved by/);
    expect(objects).toEqual([
      expect.stringMatching(/^appeared +NEW +- +(likely|undecided)/) as string,
      expect.stringMatching(/^gone +R0 +(likely|undecided)\S* [\d.]+ +-$/) as string,
    ]);
  });

  it('vote is kept with its comment', async () => {
    const { code, stdout } = await catalog(
      'vote',
      id,
      '7',
      'EB',
      '--priority',
      '1',
      '--comment',
      'deep',
      '--voter',
      'ada',
    );
    expect(code).toBe(0);
    const { body } = await call<{ votes: object[] }>(`${stack.url}/catalogs/${id}/rows/7/votes`);
    expect(body.votes).toEqual([
      expect.objectContaining({
        vote_id: stdout.trim(),
        disposition: 'EB',
        priority: 1,
        comment: 'deep',
        voter: 'ada',
      }),
    ]);
  });

  it('add takes a mapping, and exits with 1 and the reason where the table cannot be read', async () => {
    const table = 'object,P\na,3.5\nb,7\n';
    const unknown = await add('own.csv', table);
    expect(unknown.code).toBe(1);
    expect(unknown.stdout).toMatch(
      /own\.csv: failed\nCATALOG_INVALID: the header has object, P\. Name its columns in a mapping/,
    );
    const mapping = { fields: { id: { column: 'object' }, period: { column: 'P', unit: 'h' } }, source: 'TESS' };
    writeFileSync(path('mapping.json'), JSON.stringify(mapping));
    const mapped = await add('own.csv', table, '--mapping', path('mapping.json'), '--name', 'mine');
    expect(mapped.stdout).toMatch(/mine: completed\n2 rows read, 2 scored/);
  });

  it('delete leaves nothing', async () => {
    const { id: gone } = await add('gone.csv', madeTable(3));
    expect(await catalog('delete', gone)).toMatchObject({ code: 0, stdout: `${gone} is deleted\n` });
    expect(await catalog('status', gone)).toMatchObject({
      code: 1,
      stdout: '',
      stderr: expect.stringMatching(/^error: CATALOG_NOT_FOUND: [^]*advice: /) as unknown,
    });
  });

  it.each<[args: string[], message: RegExp]>([
    [['export', 'ID', '-o', '/no/such/folder/x.csv'], /the folder does not exist or is not writable/],
    [['export', 'ID', '--sort', 'nothing'], /VALIDATION_FAILED[^]*there is no column "nothing"/],
    [['vote', 'ID', '7777', 'PC'], /NOT_FOUND/],
    [['vote', 'ID', '7', 'PC', '--comment', 'x'.repeat(501)], /comment/],
  ])('%j ends with 1 and says why', async (args, message) => {
    const ended = await catalog(...args.map((arg) => (arg === 'ID' ? id : arg)));
    expect(ended.code).toBe(1);
    expect(ended.stderr).toMatch(message);
  });
});
