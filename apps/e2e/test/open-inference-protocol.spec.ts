import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { call } from '../src/http';
import { Stack } from '../src/stack';

const made = resolve(import.meta.dirname, '../../../libs/model-runtime/test/fixtures/models');
/** Rows in feature order, with the answers of ONNX Runtime in Python. */
const golden = JSON.parse(readFileSync(resolve(made, 'tabular/2/golden.json'), 'utf8')) as {
  rows: (number | null)[][];
  log_odds: number[];
  distance: number[];
};
const { features } = JSON.parse(readFileSync(resolve(made, 'tabular/2/card.json'), 'utf8')) as {
  features: { name: string }[];
};
const width = features.length;
/** A row with values that a candidate may have; the golden rows hold arbitrary numbers. */
const row = features.map(
  ({ name }) => ({ source: 0, period: 9.488, period_err_low: 0.0000278, radius: 2.26, depth: 615.8 })[name] ?? null,
);

interface Tensor {
  name: string;
  datatype: string;
  shape: number[];
  data: (number | boolean | string)[];
}
interface Answer {
  model_name: string;
  model_version: string;
  id?: string;
  outputs: Tensor[];
}

describe('the models implement the Open Inference Protocol', () => {
  let stack: Stack;
  beforeAll(async () => {
    stack = await Stack.start({ env: { MODEL_PATH: made, MAX_BATCH_SIZE: '100' } });
  }, 60_000);
  afterAll(() => stack?.stop());

  const get = (path: string) => call(`${stack.url}/v2${path}`);
  const infer = <Body = Answer>(body: unknown, model = 'tabular') =>
    call<Body>(`${stack.url}/v2/models/${model}/infer`, 'POST', body);
  const request = (rows: (number | null)[][], more = {}) => ({
    inputs: [{ name: 'row', shape: [rows.length, width], datatype: 'FP32', data: rows.flat() }],
    ...more,
  });
  const outputOf = ({ outputs }: Answer, name: string) => outputs.find((output) => output.name === name)!;

  it('says that the server and the models are ready', async () => {
    expect((await get('/health/live')).body).toEqual({ live: true });
    expect((await get('/health/ready')).body).toEqual({ ready: true });
    expect((await get('')).body).toEqual({
      name: 'exoplanet',
      version: expect.any(String),
      extensions: ['binary_tensor_data'],
    });
    expect((await get('/models/tabular/ready')).body).toEqual({ name: 'tabular', ready: true });
    expect((await get('/models/tabular/versions/2/ready')).status).toBe(200);
    expect((await get('/models/unheard/ready')).body).toMatchObject({
      status: 404,
      code: 'MODEL_NOT_FOUND',
      error: expect.stringContaining('unheard'),
    });
    const lonely = await Stack.start({ workers: 0 });
    const ready = await call(`${lonely.url}/v2/health/ready`);
    await lonely.stop();
    expect([ready.status, ready.body]).toEqual([503, { ready: false }]);
  });

  it('describes the order of the features and the outputs', async () => {
    for (const path of ['/models/tabular', '/models/tabular/versions/2']) {
      const { body } = await get(path);
      expect(body).toMatchObject({ name: 'tabular', versions: ['2', '1'], platform: 'onnxruntime_onnx' });
      expect(body.inputs).toEqual([
        {
          name: 'row',
          datatype: 'FP32',
          shape: [-1, width],
          parameters: { features: features.map(({ name }) => name) },
        },
      ]);
      expect((body.outputs as Tensor[]).map(({ name, datatype }) => `${name} ${datatype}`)).toContain(
        'probability FP64',
      );
    }
    expect((await get('/models/tabular/versions/9')).body).toMatchObject({ status: 404, code: 'MODEL_NOT_FOUND' });
  });

  it('answers with an older version, and describes it', async () => {
    expect((await get('/models/tabular/versions/1')).body).toMatchObject({
      name: 'tabular',
      versions: ['2', '1'],
      inputs: [{ name: 'row', shape: [-1, width] }],
    });
    expect((await get('/models/tabular/versions/1/ready')).body).toEqual({ name: 'tabular', ready: true });
    expect((await get('/models/tabular/versions/9/ready')).status).toBe(404);
    const older = await infer(request([row]), 'tabular/versions/1');
    expect(older.body).toMatchObject({ model_name: 'tabular', model_version: '1' });
    expect(outputOf(older.body, 'probability').data).not.toEqual(
      outputOf((await infer(request([row]))).body, 'probability').data,
    );
    expect((await infer<object>(request([row]), 'tabular/versions/9')).body).toMatchObject({
      status: 404,
      code: 'MODEL_NOT_FOUND',
    });
  });

  it('gives the same answers as POST /predict, with flat or nested rows and null for missing values', async () => {
    const other = row.map((value, column) => (features[column].name === 'source' ? 1 : value));
    const candidates = ['KEPLER', 'TESS'].map((source) => ({
      source,
      period: 9.488,
      period_err_low: 0.0000278,
      radius: 2.26,
      depth: 615.8,
    }));
    const predicted = await call<{
      result: {
        predictions: {
          probability: number;
          prediction: string;
          in_distribution: { distance: number; value: boolean };
        }[];
      };
    }>(`${stack.url}/predict/batch?wait=20&model=tabular`, 'POST', { predictions: candidates });
    const { predictions } = predicted.body.result;
    const { status, body } = await infer(request([row, other], { id: 'mine' }));
    expect(status).toBe(200);
    expect(body).toMatchObject({ model_name: 'tabular', model_version: '2', id: 'mine' });
    expect(body.outputs.map(({ shape, data }) => [shape, data.length])).toEqual(body.outputs.map(() => [[2], 2]));
    expect(outputOf(body, 'probability').data).toEqual(predictions.map(({ probability }) => probability));
    expect(outputOf(body, 'prediction').data).toEqual(predictions.map(({ prediction }) => prediction));
    expect(outputOf(body, 'in_distribution').data).toEqual(
      predictions.map(({ in_distribution }) => in_distribution.value),
    );
    outputOf(body, 'distance').data.forEach((distance, index) =>
      expect(distance).toBeCloseTo(predictions[index].in_distribution.distance, 5),
    );

    const nested = await infer(
      {
        inputs: [{ name: 'row', shape: [2, width], datatype: 'FP64', data: [row, other] }],
        outputs: [{ name: 'probability' }],
      },
      'tabular/versions/2',
    );
    expect(nested.body.outputs).toEqual([outputOf(body, 'probability')]);
  });

  it('gives the same answers as the model in Python, for golden rows that are valid candidates', async () => {
    let compared = 0;
    for (const [index, values] of golden.rows.entries()) {
      const { status, body } = await infer(request([values]));
      if (status === 400) continue;
      expect(outputOf(body, 'probability').data[0]).toBeCloseTo(1 / (1 + Math.exp(-golden.log_odds[index])), 5);
      expect(outputOf(body, 'distance').data[0]).toBeCloseTo(golden.distance[index], 4);
      compared++;
    }
    expect(compared).toBeGreaterThan(3);
  });

  /** Sends a request as Triton's Python client does: no content type, tensors after the JSON. */
  const sendBytes = async (json: object, tensor: Buffer, headers: Record<string, string> = {}) => {
    const header = Buffer.from(JSON.stringify(json));
    const body = new Blob([header, new Uint8Array(tensor)]);
    return fetch(`${stack.url}/v2/models/tabular/infer`, {
      method: 'POST',
      body,
      headers: { 'inference-header-content-length': String(header.length), ...headers },
    });
  };
  const inBytes = (size: number, more = {}) => ({
    inputs: [{ name: 'row', shape: [1, width], datatype: 'FP32', parameters: { binary_data_size: size } }],
    ...more,
  });
  const bytesOfRow = Buffer.from(Float32Array.from(row, (value) => value ?? NaN).buffer);

  it('accepts and returns binary tensors, with NaN for missing values', async () => {
    const asJson = (await infer(request([row]))).body;
    const half = await sendBytes(inBytes(bytesOfRow.length), bytesOfRow);
    expect(await half.json()).toEqual(JSON.parse(JSON.stringify(asJson)));

    const asked = {
      parameters: { binary_data_output: true },
      outputs: [
        { name: 'probability' },
        { name: 'prediction' },
        { name: 'in_distribution', parameters: { binary_data: false } },
      ],
    };
    const whole = await sendBytes(inBytes(bytesOfRow.length, asked), bytesOfRow, {
      'content-type': 'application/octet-stream',
    });
    const length = Number(whole.headers.get('inference-header-content-length'));
    const bytes = Buffer.from(await whole.arrayBuffer());
    const { outputs } = JSON.parse(bytes.toString('utf8', 0, length)) as Answer;
    const verdict = String(outputOf(asJson, 'prediction').data[0]);
    expect(outputs).toMatchObject([
      { name: 'probability', parameters: { binary_data_size: 8 } },
      { name: 'prediction', parameters: { binary_data_size: 4 + verdict.length } },
      { name: 'in_distribution', data: [expect.any(Boolean)] },
    ]);
    expect(bytes.readDoubleLE(length)).toBe(outputOf(asJson, 'probability').data[0]);
    expect([bytes.readUInt32LE(length + 8), bytes.toString('utf8', length + 12)]).toEqual([verdict.length, verdict]);
  });

  it('refuses binary tensors of the wrong size, in the error field that clients of the protocol read', async () => {
    const wrong: [object, Buffer, Record<string, string>?][] = [
      [inBytes(bytesOfRow.length + 4), bytesOfRow],
      [inBytes(bytesOfRow.length - 4), bytesOfRow],
      [inBytes(3), Buffer.alloc(3)],
      [inBytes(8), Buffer.alloc(8)],
      [inBytes(bytesOfRow.length), bytesOfRow, { 'inference-header-content-length': '999999' }],
      [inBytes(bytesOfRow.length), bytesOfRow, { 'inference-header-content-length': '-1' }],
      [inBytes(bytesOfRow.length), bytesOfRow, { 'inference-header-content-length': '3' }],
      [[], bytesOfRow],
    ];
    for (const [json, tensor, headers] of wrong) {
      const answer = await sendBytes(json, tensor, headers);
      expect([json, answer.status]).toEqual([json, 400]);
      expect(await answer.json()).toMatchObject({
        code: expect.stringMatching(/^(VALIDATION_FAILED|MALFORMED_JSON)$/),
        error: expect.any(String),
      });
    }
    const elsewhere = await call(`${stack.url}/predict`, 'POST', '{}', {
      'inference-header-content-length': '2',
      'content-type': 'application/octet-stream',
    });
    expect(elsewhere.status).toBe(415);
  });

  it.each([
    ['no inputs', {}, 'inputs'],
    ['an unknown input', { inputs: [{ name: 'x', shape: [1, width], datatype: 'FP32', data: row }] }, 'inputs[0].name'],
    [
      'a wrong datatype',
      { inputs: [{ name: 'row', shape: [1, width], datatype: 'INT8', data: row }] },
      'inputs[0].datatype',
    ],
    [
      'a wrong width',
      { inputs: [{ name: 'row', shape: [1, 3], datatype: 'FP32', data: [0, 1, 2] }] },
      'inputs[0].shape',
    ],
    ['no rows', { inputs: [{ name: 'row', shape: [0, width], datatype: 'FP32', data: [] }] }, 'inputs[0].shape'],
    [
      'fewer values than the shape says',
      { inputs: [{ name: 'row', shape: [2, width], datatype: 'FP32', data: row }] },
      'inputs[0].data',
    ],
    [
      'a string among the values',
      request([row.map((value, i) => (i === 1 ? ('9.4' as never) : value))]),
      'inputs[0].data',
    ],
    ['an unknown mission', request([row.map((value, i) => (i === 0 ? 7 : value))]), 'inputs[0].data'],
    ['no mission', request([row.map((value, i) => (i === 0 ? null : value))]), 'inputs[0].data'],
    [
      'an impossible value',
      request([row.map((value, i) => (features[i].name === 'period' ? -1 : value))]),
      'inputs[0].data',
    ],
    ['nothing measured', request([row.map((_, i) => (i === 0 ? 0 : null))]), 'inputs[0].data'],
    ['an unknown output', request([row], { outputs: [{ name: 'oracle' }] }), 'outputs'],
  ])('refuses %s, in the error field that clients of the protocol read', async (_, body, field) => {
    const { status, body: problem } = await infer<{
      code: string;
      error: string;
      detail: string;
      errors: { field: string }[];
    }>(body);
    expect(status).toBe(400);
    expect(problem).toMatchObject({ code: 'VALIDATION_FAILED', errors: [{ field }] });
    expect(problem.error).toBe(problem.detail);
  });

  it('refuses too many rows, an unknown model and a body that is not JSON', async () => {
    expect((await infer<object>(request(Array.from({ length: 101 }, () => row)))).body).toMatchObject({
      status: 413,
      code: 'BATCH_TOO_LARGE',
      error: expect.any(String),
    });
    expect((await infer<object>(request([row]), 'unheard')).body).toMatchObject({
      status: 404,
      code: 'MODEL_NOT_FOUND',
      error: expect.any(String),
    });
    expect((await infer<object>('{"inputs":')).body).toMatchObject({
      status: 400,
      code: 'MALFORMED_JSON',
      error: expect.any(String),
    });
  });
});
