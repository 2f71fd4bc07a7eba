import { request } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { COLUMNS_MEDIA_TYPE, type ColumnTable, decodeColumns, encodeColumns } from '@exoplanet/contracts';
import { apiKeys } from './support/api-keys';
import { FakeWorker } from './support/fake-worker';
import { startGateway, type TestGateway } from './support/gateway';
import { call } from './support/http';

const CURVE: ColumnTable = {
  rows: 3,
  columns: [
    { name: 'time', unit: 'd', type: 'float64', values: Float64Array.of(131.51, 131.53, 131.55) },
    { name: 'raw', type: 'float32', values: Float32Array.of(1, NaN, 1.001) },
  ],
  metadata: { time_system: 'BKJD' },
};
const JSON_FORM = {
  time_system: 'BKJD',
  rows: 3,
  columns: { time: [131.51, 131.53, 131.55], raw: [1, null, 1.001] },
  units: { time: 'd' },
};
const STORED = gzipSync(encodeColumns(CURVE));

describe('the curve and the spectrum of a task', () => {
  let gateway: TestGateway;
  let worker: FakeWorker;
  const ids = { curve: '', bare: '', prediction: '' };
  beforeAll(async () => {
    gateway = await startGateway({ API_KEYS: apiKeys({ alice: ['submit', 'read'], bob: ['submit', 'read'] }) });
    worker = await FakeWorker.start(gateway.env);
    const submit = async (path: string, body: object) =>
      (await call(`${gateway.url}${path}?wait=10`, { body, headers: { 'x-api-key': 'alice' } })).body.task_id;
    ids.bare = await submit('/light-curves', { time: [1], flux: [1] });
    worker.analyze = (_command, context) => {
      context.attach('curve', STORED);
      context.attach('spectrum', STORED);
      return Promise.resolve({ detections: [] });
    };
    ids.curve = await submit('/light-curves', { time: [1], flux: [1] });
    ids.prediction = await submit('/predict', { source: 'KEPLER', period: 1 });
  });
  afterAll(async () => {
    await worker.stop();
    await gateway.close();
  });

  /** As the bytes are on the wire: `fetch` would inflate them. */
  const get = (path: string, headers: Record<string, string> = {}) =>
    new Promise<{ status: number; headers: Record<string, unknown>; body: Buffer }>((resolve, reject) => {
      request(`${gateway.url}/tasks/${path}`, { headers: { 'x-api-key': 'alice', ...headers } }, (response) => {
        const { statusCode = 0, headers: answered } = response;
        buffer(response).then((body) => resolve({ status: statusCode, headers: answered, body }), reject);
      })
        .on('error', reject)
        .end();
    });
  const problem = async (path: string, key = 'alice') => {
    const { status, body } = await call(`${gateway.url}/tasks/${path}`, { headers: { 'x-api-key': key } });
    return [status, body.code];
  };

  it.each(['curve', 'spectrum'])('GET /tasks/{task_id}/%s answers lists in JSON', async (name) => {
    const { status, headers, body } = await get(`${ids.curve}/${name}`);
    expect([status, headers['content-type'], headers.vary]).toEqual([
      200,
      'application/json; charset=utf-8',
      'Accept, Accept-Encoding',
    ]);
    expect(JSON.parse(body.toString())).toEqual(JSON_FORM);
  });

  it('answers the binary form to a client that asks for it', async () => {
    const { headers, body } = await get(`${ids.curve}/curve`, { accept: COLUMNS_MEDIA_TYPE });
    expect([headers['content-type'], headers['content-encoding']]).toEqual([COLUMNS_MEDIA_TYPE, undefined]);
    expect(decodeColumns(body)).toEqual(CURVE);
  });

  it('sends the bytes as they are stored to a client that accepts gzip', async () => {
    const { headers, body } = await get(`${ids.curve}/curve`, {
      accept: `${COLUMNS_MEDIA_TYPE}, application/json;q=0.5`,
      'accept-encoding': 'br, gzip',
    });
    expect(headers['content-encoding']).toBe('gzip');
    expect(body.equals(STORED)).toBe(true);
  });

  it('compresses JSON for a client that accepts gzip, and not for one that refuses it', async () => {
    const packed = await get(`${ids.curve}/curve`, { 'accept-encoding': 'gzip;q=0.8' });
    expect(packed.headers['content-encoding']).toBe('gzip');
    expect(JSON.parse(gunzipSync(packed.body).toString())).toEqual(JSON_FORM);
    const plain = await get(`${ids.curve}/curve`, { 'accept-encoding': 'gzip;q=0, br' });
    expect(plain.headers['content-encoding']).toBeUndefined();
    expect(JSON.parse(plain.body.toString())).toEqual(JSON_FORM);
  });

  it('is not shown to another key', async () => {
    expect(await problem(`${ids.curve}/curve`, 'bob')).toEqual([404, 'TASK_NOT_FOUND']);
    expect(await problem(`${ids.curve}/spectrum`, 'nobody')).toEqual([401, 'UNAUTHORIZED']);
  });

  it.each(['curve', 'spectrum', 'report.svg'])('a prediction has no %s', async (name) => {
    expect(await problem(`${ids.prediction}/${name}`)).toEqual([404, 'NO_LIGHT_CURVE']);
  });

  it('says which part a curve does not have', async () => {
    expect(await problem(`${ids.bare}/spectrum`)).toEqual([404, 'NO_SPECTRUM']);
    expect(await problem(`${ids.curve}/report.svg?detection=2`)).toEqual([404, 'DETECTION_NOT_FOUND']);
    expect(await problem(`${ids.bare}/curve`)).toEqual([410, 'PAYLOAD_EXPIRED']);
  });

  it('says what is wrong with the rank of a detection', async () => {
    const { status, body } = await call(`${gateway.url}/tasks/${ids.curve}/report.svg?detection=abc`, {
      headers: { 'x-api-key': 'alice' },
    });
    expect([status, body.code]).toEqual([400, 'VALIDATION_FAILED']);
    expect(body.errors).toEqual([
      {
        field: 'detection',
        message: 'detection must be the rank of a detection: a whole number from 1 to 100',
      },
    ]);
  });

  it('does not exist before the task is completed', async () => {
    let finish!: () => void;
    worker.analyze = () => new Promise<object>((done) => (finish = () => done({})));
    const { body } = await call(`${gateway.url}/light-curves`, {
      body: { time: [1], flux: [1] },
      headers: { 'x-api-key': 'alice' },
    });
    expect(await problem(`${body.task_id}/curve`)).toEqual([409, 'CONFLICT']);
    await expect.poll(() => finish).toBeDefined();
    finish();
  });
});
