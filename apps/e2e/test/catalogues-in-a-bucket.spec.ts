import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CatalogRowDto, CatalogRowsDto } from '@exoplanet/contracts';
import { isMissing, startS3 } from '@exoplanet/dev';
import { finished, madeTable, upload } from '../src/catalog';
import { call } from '../src/http';
import { Stack } from '../src/stack';

describe.skipIf(isMissing('python3'))('a catalogue in an S3 bucket (needs python3)', () => {
  let s3: Awaited<ReturnType<typeof startS3>>;
  let stack: Stack;
  beforeAll(async () => {
    s3 = await startS3();
    stack = await Stack.start({ env: { ...s3.env, CATALOG_STORE: `s3://${s3.bucket}/exoplanet` } });
  }, 300_000);
  afterAll(async () => {
    await stack?.stop();
    await s3?.stop();
  });

  const keysIn = async () => {
    const listing = await (await fetch(`${s3.url}/${s3.bucket}?list-type=2&prefix=exoplanet/`)).text();
    return [...listing.matchAll(/<Key>([^<]*)<\/Key>/g)].map(([, key]) => key);
  };

  it('is uploaded, scored, explained, voted on, exported and deleted, and nothing of it is left', async () => {
    const id = await upload(stack.url, madeTable(300), '?explain=top:5');
    expect(await finished(stack.url, id)).toMatchObject({ state: 'completed', progress: { rows_explained: 5 } });
    const at = (path: string) => `${stack.url}/catalogs/${id}${path}`;
    expect((await call<CatalogRowsDto>(at('/rows?sort=-period&limit=10'))).body).toMatchObject({ total: 300 });
    await call(at('/rows/7/votes'), 'POST', { voter: 'ada', disposition: 'PC' });
    expect((await call<CatalogRowDto>(at('/rows/7'))).body.votes).toBe('PC');
    const csv = await (await fetch(at('/export'))).text();
    expect(csv.split('\n').filter((line) => /^R\d+,/.test(line))).toHaveLength(300);
    expect(await keysIn()).toEqual(
      expect.arrayContaining([expect.stringMatching(new RegExp(`^exoplanet/${id}/.*rows/00000.parquet$`))]),
    );
    expect((await fetch(at(''), { method: 'DELETE' })).status).toBe(204);
    expect(await keysIn()).toEqual([]);
  });
});
