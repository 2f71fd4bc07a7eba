import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AnalysisDto, COLUMNS_MEDIA_TYPE, decodeColumns } from '@exoplanet/contracts';
import { until } from '@exoplanet/dev';
import { call } from '../src/http';
import { RawClient } from '../src/raw-client';
import { Stack } from '../src/stack';
import { asCsv, syntheticCurve } from '../src/synthetic-curve';

interface Task {
  task_id: string;
  status: string;
  result: AnalysisDto;
  error: { code: string; message: string } | null;
  progress: { fraction: number; stage?: string };
  code?: string;
  detail?: string;
}

const planet = { period: 3.7, epoch: 133.2, duration: 3, depth: 1500 };
const curve = syntheticCurve({ days: 40, noise: 150, planet });

describe('a light curve, end to end', () => {
  let stack: Stack;
  beforeAll(async () => {
    stack = await Stack.start({ env: { MAX_BODY_SIZE: '8000000' } });
  });
  afterAll(() => stack?.stop());

  const send = async (
    files: [name: string, content: string | Uint8Array][],
    fields: Record<string, string> = {},
    query = '?wait=40',
  ) => {
    const form = new FormData();
    for (const [name, content] of files) form.append('files', new Blob([content]), name);
    for (const [name, value] of Object.entries(fields)) form.append(name, value);
    const response = await fetch(`${stack.url}/light-curves${query}`, { method: 'POST', body: form });
    return { status: response.status, body: (await response.json()) as Task };
  };
  const columnsOf = async (path: string) => {
    const response = await fetch(`${stack.url}/tasks/${path}`, { headers: { accept: COLUMNS_MEDIA_TYPE } });
    expect(response.headers.get('content-encoding')).toBe('gzip');
    return decodeColumns(new Uint8Array(await response.arrayBuffer()));
  };

  it('finds, tests and scores the planet in a CSV file, and draws its report', async () => {
    const { status, body } = await send([['star.csv', asCsv(curve)]], {
      source: 'KEPLER',
      star_radius: '1',
      star_teff: '5772',
      star_logg: '4.44',
      max_planets: '1',
      time_system: 'BKJD',
    });
    expect(status).toBe(200);
    expect(body.status).toBe('completed');
    const [detection] = body.result.detections;
    expect(Math.abs(detection.period.value / planet.period - 1)).toBeLessThan(1e-3);
    // The fitted model has limb darkening, so at mid-transit it is deeper than the box that it is fitted to.
    expect(Math.abs(detection.depth.value / planet.depth - 1)).toBeLessThan(0.2);
    expect(detection.duration.value).toBeGreaterThan(2.5);
    expect(detection.duration.value).toBeLessThan(3.5);
    expect(detection.mes.value).toBeGreaterThan(20);
    // A box of 1500 ppm on a star like the Sun: √0.0015 × 109.1 R⊕ = 4.2 R⊕.
    expect(detection.radius!.value).toBeGreaterThan(3.7);
    expect(detection.radius!.value).toBeLessThan(4.8);
    expect(detection.tests.find(({ name }) => name === 'significance')?.verdict).toBe('pass');
    expect(detection.tests.every(({ sentence }) => sentence.length > 20)).toBe(true);
    expect(detection.prediction).toMatchObject({
      probability: expect.any(Number),
      heads_used: expect.any(Array),
      missing: expect.any(Array),
    });
    expect(detection.row).toMatchObject({ source: 'KEPLER', star_radius: 1 });
    expect(detection.views.global?.values).toHaveLength(201);
    expect(detection.views.local?.values).toHaveLength(61);
    expect(body.result.detrended.time.length).toBeLessThanOrEqual(2000);

    const page = await fetch(`${stack.url}/tasks/${body.task_id}/report.svg`);
    expect(page.headers.get('content-type')).toContain('image/svg+xml');
    const svg = await page.text();
    expect(svg).toMatch(/^<svg[\s\S]*<\/svg>\s*$/);
    expect(svg).toMatch(/Exoplanet \d+\.\d+\.\d+ · a score does not confirm a planet/);
    expect(svg).not.toMatch(/undefined|NaN/);
    for (const [format, type, magic] of [
      ['pdf', 'application/pdf', '%PDF'],
      ['png', 'image/png', '\x89PNG'],
    ]) {
      const printed = await fetch(`${stack.url}/tasks/${body.task_id}/report.${format}`);
      expect([printed.status, printed.headers.get('content-type')]).toEqual([200, type]);
      expect(Buffer.from(await printed.arrayBuffer()).toString('latin1', 0, 4)).toBe(magic);
    }
    expect((await call(`${stack.url}/tasks/${body.task_id}/report.svg?detection=7`)).status).toBe(404);

    const full = await columnsOf(`${body.task_id}/curve`);
    expect(full.rows).toBe(body.result.points);
    expect(body.result.detrended.points_per_bin).toBe(Math.ceil(full.rows / 2000));
    const [time, detrended] = ['time', 'detrended'].map(
      (name) => full.columns.find((one) => one.name === name)!.values,
    );
    // Folded at the period that was found, the points at mid-transit are as deep as the box.
    const { period, epoch } = detection;
    const inside = Array.from(detrended).filter((_, row) => {
      const cycles = (time[row] - epoch.value) / period.value;
      return Math.abs(cycles - Math.round(cycles)) * period.value < 1.2 / 24;
    });
    const depth = 1e6 * (1 - inside.reduce((sum, flux) => sum + flux, 0) / inside.length);
    expect(Math.abs(depth / planet.depth - 1)).toBeLessThan(0.05);
    const spectrum = await columnsOf(`${body.task_id}/spectrum`);
    expect(spectrum.rows).toBeGreaterThanOrEqual(body.result.periodogram!.period.length);
  }, 60_000);

  it('accepts arrays, and does not search when the ephemeris is given', async () => {
    const { status, body } = await call<Task>(`${stack.url}/light-curves?wait=40`, 'POST', {
      ...curve,
      time_system: 'BKJD',
      ...{ period: planet.period, epoch: planet.epoch, duration: planet.duration },
      source: 'KEPLER',
    });
    expect(status).toBe(200);
    expect(body.result.detections).toHaveLength(1);
    expect(body.result.detections[0].sde).toBeNull();
    expect(body.result.periodogram).toBeNull();
    expect(Math.abs(body.result.detections[0].period.value / planet.period - 1)).toBeLessThan(1e-3);
  }, 60_000);

  it('adds explanation and uncertainty when the query or the form asks for them; the form takes precedence', async () => {
    const fields = {
      time_system: 'BKJD',
      source: 'KEPLER',
      period: String(planet.period),
      epoch: String(planet.epoch),
      duration: String(planet.duration),
    };
    const file: [string, string][] = [['star.csv', asCsv(curve)]];
    const predictionOf = async (more: Record<string, string>, query = '') =>
      (await send(file, { ...fields, ...more }, `?wait=40${query}`)).body.result.detections[0].prediction!;
    const byQuery = await predictionOf({}, '&explain=1&uncertainty&model=tabular');
    expect(byQuery.model.name).toBe('tabular');
    const { base_log_odds, log_odds, contributions } = byQuery.explanation!;
    expect(
      Math.abs(contributions.reduce((sum, { log_odds: part }) => sum + part, base_log_odds) - log_odds),
    ).toBeLessThanOrEqual(1e-3);
    const { p16, p50, p84, draws } = byQuery.uncertainty!;
    expect([p16, p50, p84]).toEqual([p16, p50, p84].sort((a, b) => a - b));
    expect(draws).toBe(256);
    const byFields = await predictionOf({ explain: '1', uncertainty: 'true', model: 'tabular' });
    expect(byFields).toEqual({ ...byQuery, processing_time_ms: byFields.processing_time_ms });
    const neither = await predictionOf({ explain: 'false' }, '&explain=true');
    expect([neither.explanation, neither.uncertainty]).toEqual([undefined, undefined]);

    const json = await call<Task>(`${stack.url}/light-curves?wait=40&uncertainty=true`, 'POST', {
      ...curve,
      ...fields,
      period: planet.period,
      epoch: planet.epoch,
      duration: planet.duration,
      explain: true,
    });
    expect(json.body.result.detections[0].prediction).toMatchObject({
      explanation: { contributions: expect.any(Array) },
      uncertainty: { draws: 256 },
    });
    expect((await call<Task>(`${stack.url}/light-curves?explain=perhaps`, 'POST', { ...curve })).body.code).toBe(
      'VALIDATION_FAILED',
    );
  }, 60_000);

  it('reports its stages, and can be cancelled in the middle of a search', async () => {
    const long = syntheticCurve({ days: 1400, noise: 200, planet: { ...planet, period: 31 } });
    const { status, body } = await send(
      [['long.csv.gz', gzipSync(asCsv(long))]],
      { max_planets: '5', time_system: 'BKJD' },
      '',
    );
    expect(status).toBe(202);
    const client = await RawClient.connect(stack.url, 'watcher');
    client.send({ type: 'subscribe_task', task_id: body.task_id });
    await client.receive(
      ({ type, progress }) => type === 'task_update' && (progress as Task['progress']).stage === 'searching',
      30,
    );
    expect((await call<Task>(`${stack.url}/tasks/${body.task_id}`, 'DELETE')).body.status).toBe('cancelled');
    await client.receive(({ status: state }) => state === 'cancelled');
    client.close();
    await until(
      'the worker to have no running task',
      async () =>
        (await call<{ workers: { current_tasks: unknown[] }[] }>(`${stack.url}/workers/status`)).body.workers[0]
          .current_tasks.length === 0,
    );
    expect((await call<Task>(`${stack.url}/tasks/${body.task_id}`)).body.status).toBe('cancelled');
  }, 60_000);

  const csv = asCsv(curve);
  const bad: [what: string, name: string, content: string | Uint8Array, says: RegExp][] = [
    ['nothing', 'empty.csv', '', /empty\.csv/],
    ['half a FITS file', 'half.fits', `SIMPLE  =                    T${' '.repeat(50)}`, /half\.fits/],
    ['no flux column', 'noflux.csv', csv.replace('flux', 'colour').replace(/,/g, ','), /noflux\.csv/],
    [
      'nothing but NaN',
      'nan.csv',
      `time,flux\n${curve.time
        .slice(0, 100)
        .map((t) => `${t},nan`)
        .join('\n')}`,
      /nan\.csv/,
    ],
    ['three points', 'three.csv', csv.split('\n').slice(0, 4).join('\n'), /three\.csv/],
    ['words', 'words.csv', 'to be\nor not to be\n', /words\.csv/],
    ['a zip bomb', 'bomb.csv.gz', gzipSync(Buffer.alloc(300 * 1024 * 1024)), /bomb\.csv\.gz/],
  ];
  it.each(bad)(
    'names the file and the reason: %s',
    async (_what, name, content, says) => {
      const { body } = await send([[name, content]], { time_system: 'BKJD' });
      expect(body).toMatchObject({
        status: 'failed',
        error: { code: 'LIGHT_CURVE_INVALID', message: expect.stringMatching(says) },
      });
    },
    60_000,
  );

  it('analyses the valid files and lists the refused ones', async () => {
    const { body } = await send(
      [
        ['good.csv', csv],
        ['broken.fits', 'SIMPLE  = nonsense'],
      ],
      { time_system: 'BKJD', max_planets: '1' },
    );
    expect(body.status).toBe('completed');
    expect(body.result.refused_files).toEqual([
      { file: 'broken.fits', code: expect.any(String), message: expect.stringContaining('broken.fits') },
    ]);
    expect(body.result.detections[0].prediction).toBeNull();
  }, 60_000);

  it.each([
    ['no file', [], {}, 400, 'VALIDATION_FAILED'],
    ['a bad option', [['a.csv', csv]], { period_min: 'short' }, 400, 'VALIDATION_FAILED'],
    ['an unknown option', [['a.csv', csv]], { colour: 'red' }, 400, 'VALIDATION_FAILED'],
    ['half an ephemeris', [['a.csv', csv]], { period: '3' }, 400, 'VALIDATION_FAILED'],
    ['a file over the limit', [['big.csv', 'x'.repeat(8_000_001)]], {}, 413, 'REQUEST_TOO_LARGE'],
  ] as [string, [string, string][], Record<string, string>, number, string][])(
    'refuses a request with %s before it makes a task',
    async (_what, files, fields, status, code) => {
      const answer = await send(files, fields);
      expect({ status: answer.status, code: answer.body.code }).toEqual({ status, code });
    },
  );

  it.each([
    ['no time column', { flux: [1, 2] }],
    ['columns of different length', { time: [1, 2, 3], flux: [1, 2] }],
    ['a text among the numbers', { time: [1, 2], flux: [1, 'x'] }],
    ['an unknown field', { time: [1, 2], flux: [1, 2], colour: 1 }],
  ])('refuses arrays with %s', async (_what, body) => {
    const answer = await call<Task>(`${stack.url}/light-curves`, 'POST', body);
    expect({ status: answer.status, code: answer.body.code }).toEqual({ status: 400, code: 'VALIDATION_FAILED' });
  });

  it('leaves the worker running after all of that', async () => {
    expect(stack.workers[0].running).toBe(true);
    expect((await call<Task>(`${stack.url}/predict?wait=10`, 'POST', { period: 1, source: 'K2' })).body.status).toBe(
      'completed',
    );
  });

  const data = process.env.EXOPLANET_DATA;
  const fits = data && join(data, 'light_curves/fits');
  it.skipIf(!fits || !existsSync(fits))(
    'finds Kepler-227 b in one FITS file of KIC 10797460 (needs EXOPLANET_DATA)',
    async () => {
      const file = readdirSync(fits!).find((name) => name.startsWith('kplr010797460-2009350'))!;
      const { body } = await send([[file, readFileSync(join(fits!, file))]], { max_planets: '1' });
      expect(body.result.target).toMatchObject({ name: 'KIC 10797460', mission: 'KEPLER' });
      expect(body.result.time_system).toBe('BKJD');
      // The archive's KOI table has a period of 9.48803557 d; one quarter yields it to one part in a thousand.
      expect(Math.abs(body.result.detections[0].period.value / 9.48803557 - 1)).toBeLessThan(1e-3);
      expect(body.result.detections[0].prediction?.probability).toBeGreaterThan(0);
    },
    60_000,
  );
});
