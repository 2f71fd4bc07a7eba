import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CatalogRowDto, type CatalogRowsDto, decodeColumns, type RowResultDto } from '@exoplanet/contracts';
import { isMissing, until } from '@exoplanet/dev';
import { catalogOf, finished, madeTable, upload } from '../src/catalog';
import { call } from '../src/http';
import { Stack } from '../src/stack';

const KOI = join(process.env.EXOPLANET_DATA ?? '', 'catalogs/koi_cumulative.csv.gz');

describe('a catalogue', () => {
  let stack: Stack;
  const folder = mkdtempSync(join(tmpdir(), 'catalogs-'));
  beforeAll(async () => {
    stack = await Stack.start({ env: { CATALOG_STORE: folder } });
  });
  afterAll(async () => {
    if (process.env.SHOW_LOG)
      console.log(stack?.workers[0].log.slice(0, 4000), stack?.gateways[0].process.log.slice(0, 3000));
    await stack?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const rows = (id: string, query = '') => call<CatalogRowsDto>(`${stack.url}/catalogs/${id}/rows${query}`);

  it('is read, scored, ranked and explained, and each uploaded row is there once with its cells unchanged', async () => {
    const id = await upload(stack.url, madeTable(300), '?name=made.csv&explain=top:5');
    const catalog = await finished(stack.url, id);
    expect(catalog).toMatchObject({
      name: 'made.csv',
      state: 'completed',
      error: null,
      progress: { rows_read: 300, rows_scored: 300, rows_refused: 0, rows_explained: 5, rows_total: 300 },
      model: { name: 'tabular' },
    });
    const { counts } = catalog;
    expect(counts.likely_planet + counts.likely_false_positive + counts.undecided).toBe(300);
    const { body } = await rows(id, '?limit=1000');
    expect(body.total).toBe(300);
    expect(body.rows.map(({ rank }) => rank)).toEqual(Array.from({ length: 300 }, (_, index) => index + 1));
    expect(body.rows.map(({ key }) => key).sort((a, b) => a - b)).toEqual(Array.from({ length: 300 }, (_, key) => key));
    const row = body.rows.find(({ key }) => key === 17)!;
    expect(row.cells.remark).toBe('note, "17"');
    expect(row.line).toBe(19);
    expect(body.rows.slice(0, 5).every(({ result }) => result!.p50 !== null && result!.reasons.length > 0)).toBe(true);
    expect(body.rows[5].result!.p50).toBeNull();
    const explained = await call(`${stack.url}/catalogs/${id}/rows/${body.rows[0].key}`);
    expect(explained.body).toMatchObject({ key: body.rows[0].key, explanation: { contributions: expect.any(Array) } });
  });

  it('answers each row as POST /predict does', async () => {
    const id = await upload(stack.url, madeTable(3), '?explain=none');
    await finished(stack.url, id);
    const { body } = await rows(id);
    for (const { cells, result } of body.rows) {
      const { id: name, source } = cells;
      const numbers = Object.fromEntries(
        ['period', 'radius', 'depth', 'duration'].map((field) => [field, Number(cells[field])]),
      );
      const { body: task } = await call<{ result: { probability: number; prediction: string } }>(
        `${stack.url}/predict?wait=20`,
        'POST',
        { id: name, source, ...numbers },
      );
      expect(task.result).toMatchObject({ probability: result!.probability, prediction: result!.prediction });
    }
  });

  it('answers rows that match each other or share a star as POST /predict/batch does, and explains them so', async () => {
    const lines = [
      ['P', 'KEPLER', '1', 3.5, 2455000, 290, 45, 90000, 12, 30, 4],
      ['C', 'KEPLER', '2', 3.5, 2455000, 290, 45.006, 300, 15, 2, 3],
      ['S1', 'KEPLER', '3', 5, 2455001, 280, 40, 250, 13, 1.6, 2.5],
      ['S2', 'KEPLER', '3', 11, 2455003, 280, 40, 400, 13, 2, 3.5],
      ['S3', 'KEPLER', '3', 27, 2455009, 280, 40, 500, 13, 2.2, 4.5],
      ['A', 'KEPLER', '4', 8, 2455002, 285, 42, 300, 14, 1.8, 3],
    ];
    const names = [
      'id',
      'source',
      'star_id',
      'period',
      'epoch',
      'ra',
      'dec',
      'depth',
      'star_mag',
      'radius',
      'duration',
    ];
    const id = await upload(stack.url, [names, ...lines].map((line) => line.join(',')).join('\n'), '?explain=all');
    await finished(stack.url, id);
    const batch = lines.map((line) => Object.fromEntries(names.map((name, column) => [name, line[column]])));
    interface Answer {
      result: {
        predictions: (RowResultDto & { prediction_set: string[]; explanation: object; uncertainty: object })[];
      };
    }
    const { body } = await call<Answer>(`${stack.url}/predict/batch?wait=30&explain=true&uncertainty=true`, 'POST', {
      predictions: batch,
    });
    const inOrder = (await rows(id, '?sort=key')).body.rows;
    for (const [key, expected] of body.result.predictions.entries()) {
      const { result } = inOrder[key];
      expect(result).toMatchObject({
        probability: expected.probability,
        prediction: expected.prediction,
        set: expected.prediction_set,
        match: expected.match ?? null,
        probability_alone: expected.probability_alone ?? null,
      });
      expect({ p16: result!.p16, p50: result!.p50, p84: result!.p84, draws: 256 }).toEqual(expected.uncertainty);
      expect(result!.multiplicity?.objects).toBe(expected.multiplicity?.objects);
      const { body: whole } = await call<CatalogRowDto>(`${stack.url}/catalogs/${id}/rows/${key}`);
      expect(whole.explanation).toEqual(expected.explanation);
    }
    expect(inOrder[1].result!.match).toMatchObject({ parent: { index: 0, id: 'P' }, relation: 'weaker' });
    expect(inOrder[1].result!.probability).toBeLessThan(inOrder[1].result!.probability_alone!);
    expect(inOrder[2].result!.multiplicity).toMatchObject({
      objects: 3,
      sentence: expect.stringContaining('catalogue'),
    });
    const weaker = (await rows(id, '?filter=match:eq:P&filter=match_relation:eq:weaker')).body.rows;
    expect(weaker.map(({ key }) => key)).toEqual([1]);
  });

  it('is sorted, filtered and paged by any column, and given as columns', async () => {
    const id = await upload(stack.url, madeTable(300), '?explain=none');
    await finished(stack.url, id);
    const query = '?sort=-period,id&filter=radius:lt:2&filter=remark:contains:NOTE&limit=50';
    const first = (await rows(id, query)).body;
    const expected = Array.from({ length: 300 }, (_, row) => row).filter(
      (row) => row % 3 !== 0 && 1 + (row % 5) * 0.4 < 2,
    );
    expect(first.total).toBe(expected.length);
    const periods: number[] = first.rows.map(({ cells }) => Number(cells.period));
    let cursor = first.next_cursor;
    while (cursor) {
      const page = (await rows(id, `${query}&cursor=${cursor}`)).body;
      periods.push(...page.rows.map(({ cells }) => Number(cells.period)));
      cursor = page.next_cursor;
    }
    expect(periods).toHaveLength(expected.length);
    expect(periods).toEqual([...periods].sort((a, b) => b - a));
    const response = await fetch(`${stack.url}/catalogs/${id}/columns?names=period,prediction&sort=-period`);
    const { columns } = decodeColumns(new Uint8Array(await response.arrayBuffer()));
    expect(columns.map(({ name, type }) => [name, type])).toEqual([
      ['key', 'int32'],
      ['period', 'float64'],
      ['prediction', 'dictionary'],
    ]);
    expect(columns[1].values[0]).toBe(
      Math.max(...Array.from({ length: 300 }, (_, row) => Number((1 + (row % 97) * 0.37).toFixed(5)))),
    );
  });

  it.each([
    ['sort=nope', 'sort'],
    ['filter=period:about:3', 'filter'],
    ['filter=period:lt:many', 'filter'],
    ['cursor=xyz', 'cursor'],
    ['limit=100000', 'limit'],
  ])('refuses ?%s with what is allowed', async (query, field) => {
    const id = await upload(stack.url, madeTable(3), '?explain=none');
    await finished(stack.url, id);
    const { status, body } = await call<{ code: string; errors: { field: string }[] }>(
      `${stack.url}/catalogs/${id}/rows?${query}`,
    );
    expect(status).toBe(400);
    expect(body.errors[0].field).toBe(field);
  });

  it('keeps rows that are refused, with the reason, and exports every row once in the order of the upload', async () => {
    const id = await upload(
      stack.url,
      'id,source,period,radius\na,KEPLER,3.5,1.1\nb,KEPLER,-1,2\nc,TESS,7,12\n',
      '?explain=none',
    );
    expect(await finished(stack.url, id)).toMatchObject({ state: 'completed', counts: { refused: 1 } });
    const { body } = await rows(id);
    expect(body.rows.at(-1)).toMatchObject({ key: 1, rank: null, result: null, error: { column: 'period' } });
    const csv = await (await fetch(`${stack.url}/catalogs/${id}/export?format=csv`)).text();
    expect(
      csv
        .trim()
        .split('\n')
        .filter((line) => !line.startsWith('#'))
        .map((line) => line.slice(0, 8)),
    ).toEqual(['id,sourc', 'a,KEPLER', 'b,KEPLER', 'c,TESS,7']);
    const lines = (await (await fetch(`${stack.url}/catalogs/${id}/export?format=jsonl`)).text()).trim().split('\n');
    const ids = lines.map((line) => (JSON.parse(line) as { id?: string }).id).filter((name) => name !== undefined);
    expect(ids).toEqual(['a', 'b', 'c']);
    const parquet = new Uint8Array(
      await (await fetch(`${stack.url}/catalogs/${id}/export?format=parquet`)).arrayBuffer(),
    );
    expect(new TextDecoder().decode(parquet.slice(0, 4))).toBe('PAR1');
  });

  it('sorts, filters and exports uploaded columns that are named like ours, and reads its export again', async () => {
    const table = 'id,source,period,radius,rank,Votes\na,KEPLER,3.5,1.1,30,x\nb,KEPLER,9,2,20,y\nc,KEPLER,7,25,10,z\n';
    const id = await upload(stack.url, table, '?explain=none');
    await finished(stack.url, id);
    const keys = async (query: string) => (await rows(id, query)).body.rows.map(({ key }) => key);
    expect(await keys('?sort=uploaded.rank')).toEqual([2, 1, 0]);
    expect(await keys('?filter=uploaded.rank:lt:25&sort=-uploaded.rank')).toEqual([1, 2]);
    expect((await rows(id, '?sort=rank')).body.rows.map(({ rank }) => rank)).toEqual([1, 2, 3]);
    const { columns } = decodeColumns(
      new Uint8Array(
        await (await fetch(`${stack.url}/catalogs/${id}/columns?names=rank,uploaded.rank&sort=key`)).arrayBuffer(),
      ),
    );
    expect(Array.from(columns[2].values as Float64Array)).toEqual([30, 20, 10]);
    const asJson = await call(`${stack.url}/catalogs/${id}/columns?names=uploaded.rank&sort=key`, 'GET', undefined, {
      accept: 'application/json',
    });
    expect(asJson.body).toMatchObject({ rows: 3, columns: { key: [0, 1, 2], 'uploaded.rank': [30, 20, 10] } });
    const csv = await (await fetch(`${stack.url}/catalogs/${id}/export`)).text();
    expect(csv).toContain('\nid,source,period,radius,rank,Votes,exoplanet_rank,probability,');
    expect((await fetch(`${stack.url}/catalogs/${id}/export?format=parquet`)).status).toBe(200);
    const again = await upload(stack.url, csv, '?explain=none');
    await finished(stack.url, again);
    const body = (one: string) => one.split('\n').filter((line) => !line.startsWith('#'));
    expect(body(await (await fetch(`${stack.url}/catalogs/${again}/export`)).text())).toEqual(body(csv));
  });

  it.each(['ecsv', 'votable', 'jsonl', 'parquet'])(
    'is exported as %s with the texts of the other formats, detected gzipped, and read again as the same table',
    async (format) => {
      const table = 'id,source,period,radius,note\na,KEPLER,3.5,1.1,x\nb,KEPLER,-1,2,"x"\nc,KEPLER,7,25,"say ""so"""\n';
      const id = await upload(stack.url, table, '?explain=all');
      await finished(stack.url, id);
      const exported = async (one: string, as: string) =>
        new Uint8Array(await (await fetch(`${stack.url}/catalogs/${one}/export?format=${as}`)).arrayBuffer());
      const zipped = gzipSync(await exported(id, format));
      const detection = await fetch(`${stack.url}/catalogs/detect`, { method: 'POST', body: zipped });
      expect(await detection.json()).toMatchObject({
        columns: expect.arrayContaining([expect.objectContaining({ name: 'note' })]),
      });
      const again = await upload(stack.url, zipped, '?explain=all');
      expect(await finished(stack.url, again)).toMatchObject({ state: 'completed', counts: { refused: 1 } });
      const rowsOf = async (one: string) =>
        new TextDecoder()
          .decode(await exported(one, 'csv'))
          .split('\n')
          .filter((line) => !line.startsWith('#'));
      expect(await rowsOf(again)).toEqual(await rowsOf(id));
    },
  );

  it('whose table cannot be read fails with the reason', async () => {
    const id = await upload(stack.url, 'x,y\n1,2\n');
    expect(await finished(stack.url, id)).toMatchObject({ state: 'failed', error: { code: 'CATALOG_INVALID' } });
    expect((await rows(id)).status).toBe(409);
  });

  it('is returned again where the idempotency key is repeated, and refused where the table differs', async () => {
    const key = { 'idempotency-key': 'table-1' };
    const id = await upload(stack.url, madeTable(5), '', key);
    expect(await upload(stack.url, madeTable(5), '', key)).toBe(id);
    const other = await fetch(`${stack.url}/catalogs`, { method: 'POST', body: madeTable(6), headers: key });
    expect(other.status).toBe(422);
    await finished(stack.url, id);
    expect(readdirSync(join(folder, id)).filter((name) => name.startsWith('upload-'))).toHaveLength(1);
    expect((await call(`${stack.url}/catalogs/${id}`, 'DELETE')).status).toBe(204);
    // Its work has ended and does not run again: a new catalogue of this key would never be scored.
    const again = await fetch(`${stack.url}/catalogs`, { method: 'POST', body: madeTable(5), headers: key });
    expect([again.status, ((await again.json()) as { detail: string }).detail]).toEqual([
      422,
      'The catalogue of this idempotency key was deleted',
    ]);
    expect((await call(`${stack.url}/catalogs/${id}`)).status).toBe(404);
  });

  it('that is refused leaves nothing of its upload', async () => {
    const before = readdirSync(folder);
    const body = new FormData();
    body.append('file', new Blob([madeTable(5)]), 'table.csv');
    body.append('explain', 'everything');
    expect((await fetch(`${stack.url}/catalogs`, { method: 'POST', body })).status).toBe(400);
    expect(readdirSync(folder)).toEqual(before);
  });

  it('that failed is returned again by its idempotency key, and refused once it is deleted', async () => {
    const key = { 'idempotency-key': 'table-3' };
    const post = () => fetch(`${stack.url}/catalogs`, { method: 'POST', body: 'x,y\n1,2\n', headers: key });
    const id = await upload(stack.url, 'x,y\n1,2\n', '', key);
    expect(await finished(stack.url, id)).toMatchObject({ state: 'failed' });
    expect((await post()).status).toBe(202);
    expect(await catalogOf(stack.url, id)).toMatchObject({ state: 'failed' });
    expect((await call(`${stack.url}/catalogs/${id}`, 'DELETE')).status).toBe(204);
    expect([(await post()).status, (await post()).status]).toEqual([422, 422]);
    expect((await call(`${stack.url}/catalogs/${id}`)).status).toBe(404);
  });

  it('that is deleted in the middle of its work ends quietly, and is not begun again by its idempotency key', async () => {
    const [worker] = stack.workers;
    const before = worker.log.length;
    const others = new Set(readdirSync(folder));
    const states = ['reading', 'scoring', 'explaining'];
    const table = madeTable(10_000);
    for (const [index, moment] of states.entries()) {
      const key = { 'idempotency-key': `middle-${index}` };
      const id = await upload(stack.url, table, '?explain=all', key);
      const isThere = async () => states.indexOf((await catalogOf(stack.url, id)).state) >= index;
      await until(moment, isThere, { seconds: 60, everyMs: 5 });
      await setTimeout(100 * index);
      expect((await call(`${stack.url}/catalogs/${id}`, 'DELETE')).status).toBe(204);
      const again = `${stack.url}/catalogs?explain=all`;
      expect((await fetch(again, { method: 'POST', body: table, headers: key })).status).toBe(422);
      expect((await call(`${stack.url}/catalogs/${id}`)).status).toBe(404);
    }
    // What the deleted ones had in the queues is before it.
    const next = await upload(stack.url, madeTable(300), '?explain=all');
    await finished(stack.url, next);
    const lines = worker.log.slice(before).split('\n');
    expect(lines.filter((line) => line.includes('"context":"commands"') || line.includes('"level":"error"'))).toEqual(
      [],
    );
    const isAlone = () => String(readdirSync(folder).filter((name) => !others.has(name))) === next;
    await until('nothing of the deleted ones to be left', isAlone, { seconds: 20 });
  }, 150_000);

  it('can be cancelled, listed and deleted', async () => {
    const id = await upload(stack.url, madeTable(20_000), '?explain=all');
    await until('scoring to be done', async () => (await catalogOf(stack.url, id)).state === 'explaining', {
      seconds: 60,
    });
    expect((await call(`${stack.url}/catalogs/${id}/cancel`, 'POST')).body).toMatchObject({ state: 'cancelled' });
    expect((await rows(id)).body.total).toBe(20_000);
    const list = async () =>
      (await call<{ catalogs: { catalog_id: string }[] }>(`${stack.url}/catalogs`)).body.catalogs.map(
        ({ catalog_id }) => catalog_id,
      );
    expect(await list()).toContain(id);
    expect((await fetch(`${stack.url}/catalogs/${id}`, { method: 'DELETE' })).status).toBe(204);
    expect(await list()).not.toContain(id);
    expect((await call(`${stack.url}/catalogs/${id}`)).status).toBe(404);
  });

  it.skipIf(isMissing('EXOPLANET_DATA'))(
    'of all Kepler candidates is ranked and exported whole, and the times are printed (needs EXOPLANET_DATA)',
    async () => {
      const table = gunzipSync(readFileSync(KOI));
      const start = performance.now();
      const id = await upload(stack.url, table, '?explain=none');
      const uploaded = performance.now();
      await until('ranked rows', async () => ((await rows(id)).body.rows?.[0]?.rank ?? null) === 1, {
        seconds: 60,
        everyMs: 20,
      });
      const first = performance.now();
      await finished(stack.url, id);
      const csv = await (await fetch(`${stack.url}/catalogs/${id}/export`)).text();
      const exported = performance.now();
      console.log({ upload: uploaded - start, first: first - uploaded, exported: exported - start, bytes: csv.length });
      const lines = csv
        .trimEnd()
        .split('\n')
        .filter((line) => !line.startsWith('#'));
      expect(lines).toHaveLength(8093);
    },
  );
});
