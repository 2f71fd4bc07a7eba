import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FakeWorker } from './support/fake-worker';
import { startGateway, type TestGateway } from './support/gateway';
import { call } from './support/http';

const LIMIT = 200_000;

function form(files: Record<string, string>, fields: Record<string, string> = {}): FormData {
  const data = new FormData();
  for (const [name, value] of Object.entries(fields)) data.append(name, value);
  for (const [name, content] of Object.entries(files)) data.append('files', new Blob([content]), name);
  return data;
}

describe('light curves', () => {
  let gateway: TestGateway;
  let worker: FakeWorker;
  beforeAll(async () => {
    gateway = await startGateway({ MAX_BODY_SIZE: String(LIMIT) });
    worker = await FakeWorker.start(gateway.env);
  });
  afterAll(async () => {
    await worker.stop();
    await gateway.close();
  });
  const submit = (body: unknown, query = '?wait=5', headers = {}) =>
    call(`${gateway.url}/light-curves${query}`, { body, headers });

  it('a worker receives the files of a form, byte for byte, and its options as numbers', async () => {
    const files = { 'a.csv': 'time,flux\n1,1\n', 'b.fits': '\u0000binary\u00ff'.repeat(5000) };
    const { status } = await submit(form(files, { period: '3.5', epoch: '134.2', duration: '2', star_radius: '0.9' }));
    expect(status).toBe(200);
    const command = worker.received.analyze.at(-1)!;
    expect(command.files!.map(({ name, bytes }) => [name, Buffer.from(bytes).toString()])).toEqual(
      Object.entries(files),
    );
    expect(command.options).toEqual({ period: 3.5, epoch: 134.2, duration: 2, max_planets: 3, star: { radius: 0.9 } });
  });

  it('a worker receives arrays of JSON, with NaN where a value is null', async () => {
    await submit({ time: [1, 2, 3], flux: [1, null, 0.5], time_system: 'BTJD', source: 'TESS', max_planets: 1 });
    const { columns, options, time_system } = worker.received.analyze.at(-1)!;
    expect(columns).toEqual({ time: Float64Array.of(1, 2, 3), flux: Float64Array.of(1, NaN, 0.5) });
    expect([options, time_system]).toEqual([{ source: 'TESS', max_planets: 1, star: {} }, 'BTJD']);
  });

  it('a worker receives how the files are to be read', async () => {
    const how = {
      flux_column: 'SAP_FLUX',
      quality_mask: '4096',
      same_star: 'true',
      star_teff: '5800',
      star_teff_err: '90',
    };
    await submit(form({ 'a.csv': 'time,flux' }, how));
    expect(worker.received.analyze.at(-1)!.options).toEqual({
      flux_column: 'SAP_FLUX',
      quality_mask: 4096,
      same_star: true,
      max_planets: 3,
      star: { teff: 5800, teffErr: 90 },
    });
    const { status, body } = await submit({ time: [1], flux: [1], quality_mask: 'soft' });
    expect(status).toBe(400);
    expect(JSON.stringify(body)).toMatch(/quality_mask must be default, none, hard, hardest or a whole number/);
  });

  it('model options in the body take precedence over those in the query', async () => {
    await submit({ time: [1], flux: [1], explain: false }, '?wait=5&explain=true&uncertainty=true');
    expect(worker.received.analyze.at(-1)!.options).toMatchObject({ explain: false, uncertainty: true });
  });

  it('columns of the result become lists, and values that are not finite become null', async () => {
    worker.analyze = () => Promise.resolve({ time: Float32Array.of(0.1, NaN), flux: Float64Array.of(1, 2) });
    const { body } = await submit({ time: [1], flux: [1] });
    expect(body.result).toEqual({ time: [0.1, null], flux: [1, 2] });
  });

  it('progress of the worker is shown by the task', async () => {
    let finish!: () => void;
    worker.analyze = async (_command, context) => {
      context.progress({ fraction: 0.4, stage: 'searching' });
      await new Promise<void>((done) => (finish = done));
      return {};
    };
    const { body } = await submit({ time: [1], flux: [1] }, '');
    await expect
      .poll(async () => (await call(`${gateway.url}/tasks/${body.task_id}`)).body)
      .toMatchObject({ status: 'processing', progress: { fraction: 0.4, stage: 'searching' } });
    finish();
    await expect.poll(async () => (await call(`${gateway.url}/tasks/${body.task_id}`)).body.status).toBe('completed');
  });

  it.each<[what: string, body: unknown, status: number, field: string | undefined]>([
    ['a form without files', form({}, { period: '1' }), 400, 'files'],
    ['a body that is a list', [1], 400, ''],
    ['no flux', { time: [1] }, 400, 'flux'],
    ['a time that is text', { time: ['a'], flux: [1] }, 400, 'time[0]'],
    ['columns of different lengths', { time: [1, 2], flux: [1] }, 400, 'flux'],
    ['a period without epoch and duration', { time: [1], flux: [1], period: 3 }, 400, 'period'],
    [
      'limits of the search in the wrong order',
      { time: [1], flux: [1], period_min: 3, period_max: 2 },
      400,
      'period_min',
    ],
    ['an unknown option', { time: [1], flux: [1], colour: 'red' }, 400, 'colour'],
    ['a negative radius', form({ 'a.csv': 'x' }, { star_radius: '-1' }), 400, 'star_radius'],
    ['a file over the limit', form({ 'a.csv': 'x'.repeat(LIMIT + 1) }), 413, undefined],
    [
      'files that together exceed the limit',
      form({ a: 'x'.repeat(LIMIT / 2), b: 'x'.repeat(LIMIT / 2 + 1) }),
      413,
      undefined,
    ],
  ])('rejects %s', async (_what, body, status, field) => {
    const before = worker.received.analyze.length;
    const answer = await submit(body);
    expect(answer.status).toBe(status);
    if (field !== undefined) expect(answer.body.errors[0].field).toBe(field);
    expect(worker.received.analyze.length).toBe(before);
  });

  it('a file in another field is rejected', async () => {
    const data = new FormData();
    data.append('curve', new Blob(['x']), 'a.csv');
    const { status, body } = await submit(data);
    expect([status, body.errors[0].field]).toEqual([400, 'curve']);
  });
});
