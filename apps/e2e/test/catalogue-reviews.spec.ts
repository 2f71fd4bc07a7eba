import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CatalogRowDto, CatalogRowsDto } from '@exoplanet/contracts';
import { until } from '@exoplanet/dev';
import { finished, madeTable, upload } from '../src/catalog';
import { call } from '../src/http';
import { Stack } from '../src/stack';

interface Votes {
  votes: {
    vote_id: string;
    disposition: string;
    undone_at: string | null;
    voter: string;
    shown: { probability: number };
  }[];
  consensus: string | null;
}

describe('a review of a catalogue', () => {
  let stack: Stack;
  let id: string;
  const folder = mkdtempSync(join(tmpdir(), 'reviews-'));
  beforeAll(async () => {
    stack = await Stack.start({ env: { CATALOG_STORE: folder } });
    id = await upload(stack.url, madeTable(30), '?explain=none');
    await finished(stack.url, id);
  });
  afterAll(async () => {
    await stack?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const at = (path: string) => `${stack.url}/catalogs/${id}${path}`;
  const vote = (key: number, voter: string, disposition: string, headers = {}) =>
    call<{ vote_id: string }>(at(`/rows/${key}/votes`), 'POST', { voter, disposition }, headers);
  const votes = async (key: number) => (await call<Votes>(at(`/rows/${key}/votes`))).body;

  it('keeps every vote with what the voter saw, shows the consensus, and keeps a vote that is taken back', async () => {
    await vote(3, 'ada', 'PC');
    const { body } = await vote(3, 'bob', 'FP');
    expect((await votes(3)).consensus).toBe('split');
    await vote(3, 'eve', 'PC');
    expect(await votes(3)).toMatchObject({ consensus: 'PC' });
    const row = (await call<CatalogRowDto>(at('/rows/3'))).body;
    expect(row.votes).toBe('PC');
    expect((await votes(3)).votes[0].shown.probability).toBe(row.result!.probability);
    expect((await call(at(`/rows/3/votes/${body.vote_id}?voter=eve`), 'DELETE')).status).toBe(409);
    expect((await call(at(`/rows/3/votes/${body.vote_id}?voter=bob`), 'DELETE')).status).toBe(200);
    const after = await votes(3);
    expect(after.votes.map(({ undone_at }) => undone_at === null)).toEqual([true, false, true]);
    const voted = (await call<CatalogRowsDto>(at('/rows?filter=votes:eq:PC'))).body;
    expect(voted.rows.map(({ key }) => key)).toEqual([3]);
  });

  it('counts a repeated vote with one idempotency key once', async () => {
    const headers = { 'idempotency-key': 'once' };
    const first = await vote(5, 'ada', 'EB', headers);
    expect((await vote(5, 'ada', 'EB', headers)).body.vote_id).toBe(first.body.vote_id);
    expect((await votes(5)).votes).toHaveLength(1);
  });

  it.each([
    [{ disposition: 'planet' }, 'disposition'],
    [{ disposition: 'PC', priority: 4 }, 'priority'],
    [{ disposition: 'PC', comment: 'x'.repeat(501) }, 'comment'],
  ])('refuses the vote %j', async (body, field) => {
    const answer = await call<{ errors: { field: string }[] }>(at('/rows/1/votes'), 'POST', body);
    expect(answer.status).toBe(400);
    expect(answer.body.errors[0].field).toBe(field);
  });

  it.each([
    ['-1', 400],
    ['1.5', 400],
    ['2147483648', 400],
    ['30', 404],
  ])('answers a request for the votes of row %s, which cannot be or is not there, with %i', async (key, status) => {
    expect((await call(at(`/rows/${key}/votes`))).status).toBe(status);
  });

  it('loses no vote when there are so many that they are put together', async () => {
    for (let start = 0; start < 240; start += 40)
      await Promise.all(Array.from({ length: 40 }, (_, index) => vote(7, `voter ${start + index}`, 'unsure')));
    expect(new Set((await votes(7)).votes.map(({ voter }) => voter)).size).toBe(240);
  }, 90_000);

  it('that is blind hides results until the vote, in pages, orders, filters, exports and summaries', async () => {
    await call(at(''), 'PATCH', { blind: true });
    const rows = async (query: string) => call<CatalogRowsDto>(at(`/rows?voter=zoe${query}`));
    expect((await rows('')).body.rows.every(({ result, rank }) => result === null && rank === null)).toBe(true);
    for (const path of [
      '/rows?voter=zoe&sort=-probability',
      '/rows?voter=zoe&filter=prediction:eq:likely_planet',
      '/columns?voter=zoe&names=p50',
      '/export?voter=zoe',
      '/summary?voter=zoe',
    ])
      expect((await fetch(at(path))).status, path).toBe(403);
    await vote(9, 'zoe', 'PC');
    const shown = (await rows('')).body.rows.filter(({ result }) => result !== null);
    expect(shown.map(({ key }) => key)).toEqual([9]);
    await call(at(''), 'PATCH', { blind: false });
    expect((await fetch(at('/export?voter=zoe'))).status).toBe(200);
  });

  it('explains any row on demand, and keeps the explanation', async () => {
    const explained = await call<CatalogRowDto>(at('/rows/4/explain'), 'POST');
    expect(explained.body.explanation!.contributions.length).toBeGreaterThan(0);
    expect(explained.body.result!.p50).not.toBeNull();
    expect((await call<CatalogRowDto>(at('/rows/4'))).body.explanation).toEqual(explained.body.explanation);
  });

  it('pins a catalogue, which then does not expire as others do', async () => {
    expect((await call<{ expires_at: string | null }>(at(''), 'PATCH', { pinned: true })).body.expires_at).toBeNull();
    const other = await upload(stack.url, madeTable(3), '?explain=none');
    await finished(stack.url, other);
    const { url, process } = await stack.addGateway({ CATALOG_TTL: '1' });
    await until('the other to expire', async () => (await call(`${stack.url}/catalogs/${other}`)).status === 404, {
      seconds: 60,
    });
    expect((await call(`${url}/catalogs/${id}`)).status).toBe(200);
    await process.kill();
    stack.gateways.pop();
  });

  it('compares two catalogues by object, and says which input moved a verdict, by the answers of the model', async () => {
    const lines = madeTable(30).split('\n');
    const giant = lines[2].replace(/,KEPLER,[^,]*,[^,]*,[^,]*/, ',KEPLER,1.37000,40,90000');
    const other = await upload(
      stack.url,
      [lines[0], ...lines.slice(4, 31), giant, 'NEW,KEPLER,3,1.2,150,3,x', ''].join('\n'),
      '?explain=none',
    );
    await finished(stack.url, other);
    interface Difference {
      appeared: { objects: { object: string }[] };
      gone: { objects: { object: string }[] };
      verdict_changed: {
        count: number;
        objects: {
          object: string;
          before: { prediction: string; probability: number };
          after: { prediction: string };
          inputs: { field: string; before: number; after: number; probability: number; log_odds: number }[];
        }[];
      };
    }
    const { body } = await call<Difference>(at(`/diff/${other}`));
    expect(body.appeared.objects.map(({ object }) => object)).toEqual(['NEW']);
    expect(body.gone.objects.map(({ object }) => object)).toEqual(['R0', 'R2']);
    expect(body.verdict_changed.objects.map(({ object }) => object)).toEqual(['R1']);
    const [{ before, after, inputs }] = body.verdict_changed.objects;
    expect(after.prediction).not.toBe(before.prediction);
    expect(inputs.map(({ field }) => field).sort()).toEqual(['depth', 'radius']);
    const sizes = inputs.map(({ log_odds }) => Math.abs(log_odds));
    expect(sizes[0]).toBeGreaterThanOrEqual(sizes[1]);
    const [, source, period, radius, depth, duration] = lines[2].split(',');
    const row = { source, period: +period, radius: +radius, depth: +depth, duration: +duration };
    for (const { field, after: value, probability } of inputs) {
      const { body: task } = await call<{ result: { probability: number } }>(`${stack.url}/predict?wait=20`, 'POST', {
        ...row,
        [field]: value,
      });
      expect(task.result.probability).toBe(probability);
    }
    const page = (await call<Difference>(at(`/diff/${other}?list=gone&limit=1`))).body as Difference & {
      gone: { next_cursor: string };
    };
    expect(page.appeared.objects).toEqual([]);
    const next = await call<Difference>(at(`/diff/${other}?list=gone&limit=1&cursor=${page.gone.next_cursor}`));
    expect([page, next.body].map(({ gone }) => gone.objects[0].object)).toEqual(['R0', 'R2']);
  });

  it('summarises refusals, duplicates and, where the table has dispositions, how the scores agree with them', async () => {
    const table = [
      'kepid,kepoi_name,koi_disposition,koi_period,koi_prad,koi_depth,koi_duration',
      '1,K1.01,CONFIRMED,10,1.5,200,3',
      '1,K1.02,FALSE POSITIVE,20.001,30,40000,4',
      '2,K2.01,CANDIDATE,5,2,300,2',
      '3,K3.01,FALSE POSITIVE,-4,2,300,2',
      '',
    ].join('\n');
    const koi = await upload(stack.url, table, '?explain=none');
    await finished(stack.url, koi);
    const { body } = await call(`${stack.url}/catalogs/${koi}/summary`);
    expect(body).toMatchObject({
      rows: 4,
      refused: [{ rows: 1, column: 'koi_period' }],
      duplicates: { counts: { double: 1 }, pairs: [{ id: 'K1.01', other_id: 'K1.02' }] },
      dispositions: { column: 'koi_disposition', labelled: 2, roc: { auc: 1 } },
    });
  });
});
