import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { until } from '@exoplanet/dev';
import { call } from '../src/http';
import { Stack } from '../src/stack';

const made = resolve(import.meta.dirname, '../../../libs/model-runtime/test/fixtures/models');
const candidate = { period: 1.5, radius: 1.2, source: 'KEPLER' };

interface Answers {
  code?: string;
  detail?: string;
  expected: number;
  replies: {
    worker: string;
    ok: boolean;
    answer: { code?: string; message?: string; before?: { version: string }; now?: { version: string } };
  }[];
  missing: string[];
}

describe('reloading a model', () => {
  const folder = mkdtempSync(join(tmpdir(), 'exoplanet-models-'));
  let stack: Stack;

  const addVersion = (version: string, from: string) => {
    cpSync(join(made, 'tabular', from), join(folder, 'tabular', version), { recursive: true });
    const card = join(folder, 'tabular', version, 'card.json');
    writeFileSync(card, JSON.stringify({ ...JSON.parse(readFileSync(card, 'utf8')), version }));
  };
  const reload = (name = 'tabular', body?: unknown, query = '') =>
    call<Answers>(`${stack.url}/models/${name}/reload${query}`, 'POST', body);
  const version = async () => (await call<{ version: string; workers: number }>(`${stack.url}/models/tabular`)).body;

  beforeAll(async () => {
    addVersion('1', '1');
    stack = await Stack.start({ workers: 2, env: { MODEL_PATH: folder, TELEMETRY_UPDATE_INTERVAL: '1' } });
  }, 60_000);
  afterAll(async () => {
    await stack?.stop();
    rmSync(folder, { recursive: true });
  });

  it('replaces it on every worker without a lost request, and the gateway shows it at once', async () => {
    let asking = true;
    const answers: { status: string; version: string }[] = [];
    const ask = async () => {
      while (asking) {
        const { body } = await call<{ status: string; result: { model: { version: string } } }>(
          `${stack.url}/predict?wait=20`,
          'POST',
          candidate,
        );
        answers.push({ status: body.status, version: body.result?.model.version });
      }
    };
    const askers = Promise.all([ask(), ask(), ask(), ask()]);
    await until('an answer of the old version', () => answers.length > 0);
    addVersion('2', '2');
    const { status, body } = await reload();
    expect(status).toBe(200);
    expect(body).toMatchObject({ expected: 2, missing: [] });
    expect(
      body.replies.map(({ worker, ok, answer }) => [worker, ok, answer.before?.version, answer.now?.version]),
    ).toEqual([
      ['worker-1', true, '1', '2'],
      ['worker-2', true, '1', '2'],
    ]);
    expect(await version()).toMatchObject({ version: '2', workers: 2 });
    await until('an answer of the new version', () => answers.at(-1)?.version === '2');
    asking = false;
    await askers;
    expect(answers.filter(({ status }) => status !== 'completed')).toEqual([]);
    expect(new Set(answers.map(({ version }) => version))).toEqual(new Set(['1', '2']));
    expect(answers.at(-1)?.version).toBe('2');
  }, 60_000);

  it('keeps the old version when the new one is broken, and says so', async () => {
    addVersion('3', '2');
    writeFileSync(join(folder, 'tabular/3/model.onnx'), 'not a model');
    const { status, headers, body } = await reload();
    expect([status, body.code]).toEqual([409, 'RELOAD_FAILED']);
    expect(headers.get('content-type')).toContain('application/problem+json');
    expect(body.detail).toContain('tabular/3/model.onnx: expected SHA-256');
    expect(body.replies.map(({ worker, ok, answer }) => [worker, ok, answer.code])).toEqual([
      ['worker-1', false, 'SHA256_MISMATCH'],
      ['worker-2', false, 'SHA256_MISMATCH'],
    ]);
    expect(body.replies[0].answer.message).toContain('tabular/3/model.onnx');
    expect(await version()).toMatchObject({ version: '2', workers: 2 });
    const after = await call<{ status: string; result: { model: object } }>(
      `${stack.url}/predict?wait=20`,
      'POST',
      candidate,
    );
    expect(after.body).toMatchObject({ status: 'completed', result: { model: { version: '2' } } });
    rmSync(join(folder, 'tabular/3'), { recursive: true });
  });

  it('switches to a named older version, and back to the newest', async () => {
    const { status, body } = await reload('tabular', undefined, '?version=1');
    expect(status).toBe(200);
    expect(
      body.replies.map(({ worker, ok, answer }) => [worker, ok, answer.before?.version, answer.now?.version]),
    ).toEqual([
      ['worker-1', true, '2', '1'],
      ['worker-2', true, '2', '1'],
    ]);
    expect(await version()).toMatchObject({ version: '1', workers: 2 });
    expect((await reload('tabular', undefined, '?version=9')).body).toMatchObject({
      status: 404,
      code: 'MODEL_NOT_FOUND',
    });
    expect((await reload('tabular', undefined, '?version=last')).body).toMatchObject({
      status: 400,
      code: 'VALIDATION_FAILED',
    });
    expect((await reload()).status).toBe(200);
    expect(await version()).toMatchObject({ version: '2', workers: 2 });
  });

  it('reports each worker when only some could reload', async () => {
    const broken = mkdtempSync(join(tmpdir(), 'exoplanet-models-'));
    cpSync(folder, broken, { recursive: true });
    const third = stack.addWorker({ MODEL_PATH: broken });
    await stack.ready(3);
    rmSync(join(broken, 'tabular/1/golden.json'));
    const { status, body } = await reload('tabular', undefined, '?version=1');
    expect(status).toBe(200);
    expect(body.replies.map(({ worker, ok, answer }) => [worker, ok, answer.now?.version ?? answer.code])).toEqual([
      ['worker-1', true, '1'],
      ['worker-2', true, '1'],
      ['worker-3', false, 'FILE_MISSING'],
    ]);
    await third.kill();
    rmSync(broken, { recursive: true });
    await reload();
  }, 60_000);

  it('refuses a version that was changed in place', async () => {
    addVersion('2', '1');
    const { status, body } = await reload();
    expect([status, body.code]).toEqual([409, 'RELOAD_FAILED']);
    expect(body.replies.map(({ ok, answer }) => [ok, answer.code])).toEqual([
      [false, 'VERSION_CHANGED'],
      [false, 'VERSION_CHANGED'],
    ]);
    expect(body.detail).toContain('A version never changes in place: add a new version');
    expect(await version()).toMatchObject({ version: '2', workers: 2 });
    addVersion('2', '2');
  });

  it('can be limited to one worker, and refuses an unknown model or worker', async () => {
    const one = await reload('tabular', { worker: 'worker-2' });
    expect(one.body.replies).toMatchObject([
      { worker: 'worker-2', ok: true, answer: { before: { version: '2' }, now: { version: '2' } } },
    ]);
    expect((await reload('unheard')).body).toMatchObject({ status: 404, code: 'MODEL_NOT_FOUND' });
    expect((await reload('tabular', { worker: 'worker-9' })).body).toMatchObject({
      status: 404,
      code: 'WORKER_NOT_FOUND',
    });
    expect((await reload('Tabular@2')).body).toMatchObject({ status: 400, code: 'VALIDATION_FAILED' });
  });
});
