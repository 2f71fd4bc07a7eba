import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FakeWorker, valueOf } from './support/fake-worker';
import { startGateway, type TestGateway } from './support/gateway';
import { call } from './support/http';

/** Rows in the order of the fake card: source, period, radius, depth. */
const tensor = (rows: (number | null)[][]) => ({
  name: 'row',
  datatype: 'FP32',
  shape: [rows.length, 4],
  data: rows.flat(),
});

describe('the Open Inference Protocol', () => {
  let gateway: TestGateway;
  let worker: FakeWorker;
  beforeAll(async () => {
    gateway = await startGateway({ MAX_BATCH_SIZE: '10' });
    worker = await FakeWorker.start(gateway.env);
  });
  afterAll(async () => {
    await worker.stop();
    await gateway.close();
  });
  const infer = (body: unknown, headers = {}) => call(`${gateway.url}/v2/models/tabular/infer`, { body, headers });

  it('describes the server and the model', async () => {
    expect((await call(`${gateway.url}/v2/health/ready`)).body).toEqual({ ready: true });
    expect((await call(`${gateway.url}/v2/models/tabular`)).body).toMatchObject({
      name: 'tabular',
      versions: ['1'],
      inputs: [{ name: 'row', shape: [-1, 4], parameters: { features: ['source', 'period', 'radius', 'depth'] } }],
    });
    expect((await call(`${gateway.url}/v2/models/tabular/versions/9/ready`)).status).toBe(404);
  });

  it('passes the rows to a worker and returns a column for each output', async () => {
    const rows = [
      [0, 9.5, 20, null],
      [1, 3.5, 40, 500],
    ];
    const { status, body } = await infer({ id: 'mine', inputs: [tensor(rows)] });
    expect([status, body.id, body.model_version]).toEqual([200, 'mine', '1']);
    const outputs = Object.fromEntries(
      body.outputs.map((one: { name: string; data: unknown }) => [one.name, one.data]),
    );
    expect(outputs).toMatchObject({
      probability: [0.2, 0.4],
      prediction: ['likely_planet', 'likely_planet'],
    });
    const { table } = worker.received.predict.at(-1)!;
    expect([valueOf(table, 0, 'source'), valueOf(table, 0, 'depth'), valueOf(table, 1, 'depth')]).toEqual([
      0,
      NaN,
      500,
    ]);
  });

  it('accepts a binary tensor and returns one', async () => {
    const values = Float32Array.of(0, 9.5, 20, NaN, 1, 3.5, 40, 500);
    const json = JSON.stringify({
      inputs: [{ name: 'row', datatype: 'FP32', shape: [2, 4], parameters: { binary_data_size: values.byteLength } }],
      outputs: [{ name: 'probability', parameters: { binary_data: true } }],
    });
    const response = await fetch(`${gateway.url}/v2/models/tabular/versions/1/infer`, {
      method: 'POST',
      headers: { 'inference-header-content-length': String(json.length) },
      body: Buffer.concat([Buffer.from(json), Buffer.from(values.buffer)]),
    });
    expect(response.status).toBe(200);
    const answer = Buffer.from(await response.arrayBuffer());
    const length = Number(response.headers.get('inference-header-content-length'));
    expect([answer.readDoubleLE(length), answer.readDoubleLE(length + 8)]).toEqual([0.2, 0.4]);
  });

  it.each<[what: string, json: string, code: string]>([
    ['is large', '[]'.padEnd(1024 * 1024 + 1), 'VALIDATION_FAILED'],
    ['is nested deeply', '['.repeat(65) + ']'.repeat(65), 'MALFORMED_JSON'],
  ])('rejects JSON before a tensor that %s: it would be parsed on the event loop', async (_what, json, code) => {
    const { status, body } = await infer(json, { 'inference-header-content-length': String(json.length) });
    expect([status, body.code]).toEqual([400, code]);
    if (code === 'VALIDATION_FAILED') expect(body.errors[0].field).toBe('Inference-Header-Content-Length');
  });

  it.each<[what: string, body: unknown, status: number, field?: string]>([
    ['no inputs', {}, 400, 'inputs'],
    ['another input', { inputs: [{ ...tensor([[0, 1, 1, 1]]), name: 'x' }] }, 400, 'inputs[0].name'],
    ['another shape', { inputs: [{ ...tensor([[0, 1, 1, 1]]), shape: [1, 3] }] }, 400, 'inputs[0].shape'],
    ['too few values', { inputs: [{ ...tensor([[0, 1, 1, 1]]), data: [0, 1] }] }, 400, 'inputs[0].data'],
    ['an unknown mission', { inputs: [tensor([[7, 1, 1, 1]])] }, 400, 'inputs[0].data'],
    ['a negative period', { inputs: [tensor([[0, -1, 1, 1]])] }, 400, 'inputs[0].data'],
    ['an unknown output', { inputs: [tensor([[0, 1, 1, 1]])], outputs: [{ name: 'x' }] }, 400, 'outputs'],
    ['too many rows', { inputs: [tensor(Array.from({ length: 11 }, () => [0, 1, 1, 1]))] }, 413],
  ])('rejects %s', async (_what, body, status, field) => {
    const answer = await infer(body);
    expect(answer.status).toBe(status);
    expect(answer.body.error).toBe(answer.body.detail);
    if (field) expect(answer.body.errors[0].field).toBe(field);
  });

  it('a worker that fails is an error of the request', async () => {
    const original = worker.predict;
    worker.predict = () => Promise.reject(new Error('a worker failed on purpose'));
    const { status, body } = await infer({ inputs: [tensor([[0, 1, 1, 1]])] });
    worker.predict = original;
    expect(status).toBe(500);
    expect(body.code).toMatch(/^[A-Z_]+$/);
  });
});
