import { resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AnalysisDto, analysisJson, type AnalyzeCommand } from '@exoplanet/contracts';
import { asCsv, madeCurve, withBoxes } from '@exoplanet/light-curve/testing';
import { ModelRegistry } from '@exoplanet/model-runtime';
import { measureCurve, vetLightCurve } from '../src';

const MODELS = resolve(import.meta.dirname, '../../model-runtime/test/fixtures/models');
const PLANET = { period: 3.7, epoch: 133.2, duration: 3 };
const made = withBoxes(madeCurve({ span: 40, noise: 1e-4 }), { ...PLANET, depth: 1500 });
const file = (name: string, text: string) => ({ name, bytes: new TextEncoder().encode(text) });
const command = (more: Partial<AnalyzeCommand['options']> = {}): AnalyzeCommand => ({
  files: [file('star.csv', asCsv(made))],
  time_system: 'BKJD',
  options: { ...PLANET, max_planets: 1, star: { radius: 1 }, source: 'KEPLER', ...more },
});

describe('vetting a light curve', () => {
  let models: ModelRegistry;
  beforeAll(async () => {
    models = await ModelRegistry.open({ path: MODELS, providers: ['cpu'], warn: () => undefined });
  });
  afterAll(() => models?.close());

  it('gives the same answer whether the curve is measured here or on a thread', async () => {
    const asJson = (analysis: AnalysisDto) => {
      const parsed = JSON.parse(analysisJson(analysis)) as AnalysisDto;
      parsed.processing_time_ms = 0;
      for (const { prediction } of parsed.detections) prediction!.processing_time_ms = 0;
      return parsed;
    };
    const here = await vetLightCurve(command(), { models });
    const elsewhere = await vetLightCurve(command(), {
      models,
      measure: (given) => Promise.resolve(structuredClone(measureCurve(structuredClone(given)))),
    });
    expect(asJson(elsewhere)).toEqual(asJson(here));
  });

  it('takes files and arrays alike', async () => {
    const { files: _, ...rest } = command();
    const [fromFile] = (await vetLightCurve(command(), { models })).detections;
    // The digits of the file.
    const columns = {
      time: Float64Array.from(made.time, (time) => Number(time.toFixed(6))),
      flux: Float64Array.from(made.flux, (flux) => Number(flux.toFixed(8))),
    };
    const [fromArrays] = (await vetLightCurve({ ...rest, columns }, { models })).detections;
    expect(fromArrays.depth).toEqual(fromFile.depth);
  });

  it('takes an epoch as BJD too', async () => {
    const [detection] = (await vetLightCurve(command({ epoch: 133.2 + 2454833 }), { models })).detections;
    expect(detection.depth.value).toBeGreaterThan(1000);
  });

  it('takes epochs in the time system of the request, those of the mask too, and refuses one far from the curve', async () => {
    const zero = 2454833 - 2400000.5;
    const text = asCsv({ ...made, time: made.time.map((at) => at + zero) });
    const inMjd: Pick<AnalyzeCommand, 'files' | 'time_system'> = {
      files: [file('star.csv', text)],
      time_system: 'MJD',
    };
    const asked = (epoch: number, more: object = {}) =>
      vetLightCurve({ ...command({ epoch, ...more }), ...inMjd }, { models });
    const [detection] = (await asked(PLANET.epoch + zero)).detections;
    expect(detection.depth.value).toBeGreaterThan(1000);
    const mask = `${PLANET.period}:${PLANET.epoch + zero}:${1.5 * PLANET.duration}`;
    const masked = { period: undefined, epoch: undefined, duration: undefined, mask, period_max: 6 };
    expect((await asked(0, masked)).detections).toEqual([]);
    await expect(asked(PLANET.epoch)).rejects.toThrow(/epoch 133\.2 is \d+ d away from the light curve/);
  });

  it('refuses an epoch in a time system that only the file names', async () => {
    const text = asCsv({ ...made, time: made.time.map((at) => at + 54833) }).replace('time', 'rjd');
    const inRjd = { ...command({ epoch: PLANET.epoch + 54833 }), files: [file('star.csv', text)] };
    await expect(vetLightCurve({ ...inRjd, time_system: undefined }, { models })).rejects.toThrow(
      /expected BJD; name another system in time_system/,
    );
  });

  it('makes no prediction where the mission is not known', async () => {
    const { detections } = await vetLightCurve(command({ source: undefined }), { models });
    expect(detections.map(({ prediction }) => prediction)).toEqual([null]);
  });

  it('names every file that cannot be used', async () => {
    const files = [file('a.csv', 'x,y\n1,2\n'), file('b.csv', '')];
    await expect(vetLightCurve({ ...command(), files }, { models })).rejects.toMatchObject({
      code: 'LIGHT_CURVE_INVALID',
      message: expect.stringMatching(/a\.csv: .*; b\.csv: /) as unknown,
    });
  });

  it('refuses an unknown model before anything is measured', async () => {
    let measured = 0;
    const measure = (given: AnalyzeCommand) => Promise.resolve(measureCurve(given, () => measured++));
    const answer = vetLightCurve(command({ model: 'nope' }), { models, measure });
    await expect(answer).rejects.toMatchObject({ code: 'MODEL_NOT_FOUND' });
    expect(measured).toBe(0);
  });

  it('reports progress that never goes back, from reading to scoring', async () => {
    const seen: { fraction: number; stage: string }[] = [];
    await vetLightCurve(command(), { models, onProgress: (progress) => seen.push(progress) });
    const fractions = seen.map(({ fraction }) => fraction);
    expect(fractions).toEqual([...fractions].sort((a, b) => a - b));
    expect([seen[0].stage, seen.at(-1)?.stage]).toEqual(['reading', 'scoring']);
  });
});
