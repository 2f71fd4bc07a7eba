import { resolve } from 'node:path';
import { MessageChannel } from 'node:worker_threads';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AnalyzeCommand, decodeColumns } from '@exoplanet/contracts';
import type { JobContext } from '@exoplanet/job-transport';
import { madeCurve, withBoxes } from '@exoplanet/light-curve/testing';
import { ModelRegistry } from '@exoplanet/model-runtime';
import analyze from './analysis.thread';
import type { AnalysisPool } from './analysis-pool';
import { AnalyzeController } from './analyze.controller';

const MODELS = resolve(import.meta.dirname, '../../../../libs/model-runtime/test/fixtures/models');

/** Dips of 1500 ppm, 3 h each 3.7 d, with their ephemeris given: nothing is searched. */
const PLANET = { period: 3.7, epoch: 133.2, duration: 3 };
const { time, flux } = withBoxes(madeCurve({ span: 40, noise: 1e-4 }), { ...PLANET, depth: 1500 });
const command = (model: string): AnalyzeCommand => ({
  columns: { time, flux },
  time_system: 'BKJD',
  options: { ...PLANET, max_planets: 1, star: { radius: 1 }, source: 'KEPLER', model },
});

describe('a light-curve command', () => {
  let models: ModelRegistry;
  beforeAll(async () => {
    models = await ModelRegistry.open({ path: MODELS, providers: ['cpu'], warn: () => undefined });
  });
  afterAll(() => models?.close());

  /** Measures the curve in this thread. @param onEnd called when the curve is measured, before anything is scored */
  const run = (model: string, onEnd: (cancel: AbortController) => void = () => undefined) => {
    const cancel = new AbortController();
    const ran: AnalyzeCommand[] = [];
    const pool = {
      run: (given: AnalyzeCommand) => {
        ran.push(given);
        const reply = analyze({ command: given, progress: new MessageChannel().port2 });
        onEnd(cancel);
        return Promise.resolve(reply);
      },
    } as unknown as AnalysisPool;
    const attached: Record<string, Uint8Array> = {};
    const context = {
      signal: cancel.signal,
      progress: () => undefined,
      attach: (name: string, bytes: Uint8Array) => (attached[name] = bytes),
    } as unknown as JobContext;
    return {
      ran,
      attached,
      answer: new AnalyzeController(pool, models).handle(command(model), context),
    };
  };

  it('is scored by the model that it names', async () => {
    const { detections } = await run('tabular@1').answer;
    expect(detections[0].prediction?.model).toMatchObject({ name: 'tabular', version: '1' });
  });

  it('leaves the curve beside the answer, and no spectrum where nothing was searched', async () => {
    const { attached, answer } = run('tabular@1');
    const { points, detrended } = await answer;
    expect(Object.keys(attached)).toEqual(['curve']);
    const { rows, columns, metadata } = decodeColumns(gunzipSync(attached.curve));
    expect([rows, metadata?.time_system]).toEqual([points, 'BKJD']);
    expect(columns.map(({ name }) => name)).toEqual(['time', 'raw', 'detrended', 'error']);
    expect(columns[0].values).toEqual(time);
    expect(detrended.points_per_bin).toBe(Math.ceil(points / 2000));
  });

  it.each(['nope', 'tabular@99'])('fails before the search where there is no model "%s"', async (model) => {
    const { ran, answer } = run(model);
    await expect(answer).rejects.toMatchObject({ code: 'MODEL_NOT_FOUND' });
    expect(ran).toEqual([]);
  });

  it('ends without an answer when it is cancelled while its detections are scored', async () => {
    await expect(run('tabular', (cancel) => cancel.abort()).answer).rejects.toMatchObject({ code: 'CANCELLED' });
  });
});
