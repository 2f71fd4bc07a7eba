import { request } from 'node:http';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FakeWorker } from './support/fake-worker';
import { startGateway, type TestGateway } from './support/gateway';
import { type Body, call } from './support/http';
import { rawRequest } from './support/raw-http';

const candidate = { source: 'KEPLER', period: 9.488, radius: 2.5 };
const LIMIT = 500_000;

describe('bodies', () => {
  let gateway: TestGateway;
  let worker: FakeWorker;
  beforeAll(async () => {
    gateway = await startGateway({ MAX_BODY_SIZE: String(LIMIT), BODY_MEMORY_LIMIT: '300000' });
    worker = await FakeWorker.start(gateway.env);
  });
  afterAll(async () => {
    await worker.stop();
    await gateway.close();
  });
  const send = async (path: string, body: Buffer, headers: Record<string, string> = {}) => {
    const answer = await rawRequest(
      gateway.url + path,
      { method: 'POST', headers: { 'content-type': 'application/json', 'content-length': body.length, ...headers } },
      body,
    );
    return { status: answer.status, body: JSON.parse(answer.body) as Body };
  };

  it('a gzip body is inflated', async () => {
    const answer = await send('/predict?wait=5', gzipSync(JSON.stringify(candidate)), { 'content-encoding': 'gzip' });
    expect([answer.status, answer.body.result.probability]).toEqual([200, 0.025]);
  });

  it('a gzip body that inflates beyond the limit is 413, and one that is not gzip is 400', async () => {
    const bomb = gzipSync(Buffer.alloc(LIMIT * 3, ' '));
    expect(bomb.length).toBeLessThan(10_000);
    const large = await send('/predict/batch', bomb, { 'content-encoding': 'gzip' });
    expect([413, 503]).toContain(large.status);
    const broken = await send('/predict', Buffer.from('not gzip'), { 'content-encoding': 'gzip' });
    expect([broken.status, broken.body.code]).toEqual([400, 'MALFORMED_JSON']);
    const half = gzipSync(JSON.stringify(candidate)).subarray(0, 30);
    expect((await send('/predict', half, { 'content-encoding': 'gzip' })).status).toBe(400);
  });

  it('another encoding is 415', async () => {
    const body = brotliCompressSync(JSON.stringify(candidate));
    const answer = await send('/predict', body, { 'content-encoding': 'br' });
    expect([answer.status, answer.body.code]).toEqual([415, 'UNSUPPORTED_MEDIA_TYPE']);
  });

  it.each(['application/json', 'application/x-www-form-urlencoded', 'text/plain'])(
    'an empty body of type %s is an absent one: fine where nothing is required, 400 elsewhere',
    async (type) => {
      const headers = { 'content-type': type };
      expect((await send('/workers/resume', Buffer.alloc(0), headers)).status).toBe(200);
      for (const path of ['/predict', '/predict/batch', '/light-curves', '/v2/models/tabular/infer']) {
        const answer = await send(path, Buffer.alloc(0), headers);
        expect([path, answer.status, answer.body.code]).toEqual([path, 400, 'MALFORMED_JSON']);
      }
    },
  );

  it('a POST without any body is the same', async () => {
    expect((await call(`${gateway.url}/workers/resume`, { method: 'POST' })).status).toBe(200);
    expect((await call(`${gateway.url}/predict`, { method: 'POST' })).body.code).toBe('MALFORMED_JSON');
  });

  it.each(['"worker-1"', '1', 'null', '[]', '{"worker": 1}', '{"colour": "red"}', '{"colour": null}'])(
    'POST /workers/resume rejects %s',
    async (body) => {
      const answer = await send('/workers/resume', Buffer.from(body));
      expect([answer.status, answer.body.code]).toEqual([400, 'VALIDATION_FAILED']);
    },
  );

  it('a body that is nested deeply is 400, and brackets in a string do not count', async () => {
    for (const depth of [65, 2000, 100_000]) {
      const answer = await send('/predict', Buffer.from('['.repeat(depth) + ']'.repeat(depth)));
      expect([depth, answer.status]).toEqual([depth, 400]);
    }
    const id = '[{"'.repeat(30);
    expect((await send('/predict', Buffer.from(JSON.stringify({ ...candidate, id })))).status).toBe(202);
  });

  it('bodies beyond BODY_MEMORY_LIMIT are 503 until the others have been answered', async () => {
    const size = 200_000;
    const first = request(`${gateway.url}/predict/batch`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'content-length': size },
    });
    first.on('error', () => undefined);
    first.write('{"predictions": [');
    const large = () => send('/predict/batch', Buffer.from(JSON.stringify({ predictions: [candidate] }).padEnd(size)));
    await expect.poll(async () => (await large()).status).toBe(503);
    expect((await send('/predict', Buffer.from(JSON.stringify(candidate)))).status).toBe(202);
    first.destroy();
    await expect.poll(async () => (await large()).status).toBe(202);
  });

  it('chunked bodies count, too', async () => {
    const text = JSON.stringify({ predictions: [candidate] }).padEnd(400_000);
    const status = await new Promise<number>((done, fail) => {
      const sent = request(
        `${gateway.url}/predict/batch`,
        { method: 'POST', headers: { 'content-type': 'application/json', 'transfer-encoding': 'chunked' } },
        (answer) => {
          answer.resume();
          done(answer.statusCode!);
        },
      );
      sent.once('error', fail);
      sent.end(text);
    });
    expect(status).toBe(503);
  });
});
