import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AnalysisDto } from '@exoplanet/contracts';
import { asCsv, madeCurve, withBoxes } from '@exoplanet/light-curve/testing';
import { MODELS, runProgram } from './run-program';

/** 30 days with a box of 1000 ppm and 3 h each 3.5 days, and noise of 100 ppm. */
const BOXES = { period: 3.5, epoch: 131, duration: 3, depth: 1000 };
const curve = (): string =>
  asCsv(withBoxes(madeCurve({ span: 30, noise: 1e-4 }), BOXES)).replace('time,', 'time_bkjd,');
/** The epoch as BJD. */
const EPOCH = '2454964';

describe('light-curve --local', () => {
  let folder: string;
  let file: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'exoplanet-'));
    file = join(folder, 'star.csv');
    await writeFile(file, curve());
  });
  afterAll(() => rm(folder, { recursive: true }));
  const exoplanet = (args: string[]) =>
    runProgram('exoplanet', ['light-curve', ...args, '--local', '--models', MODELS]);

  it('finds, tests and scores the transit that the curve was made with', async () => {
    const { exit, stdout } = await exoplanet([file, '--max-planets', '1', '--source', 'KEPLER', '--json']);
    expect(exit).toBe(0);
    const { detections } = JSON.parse(stdout) as AnalysisDto;
    expect(detections).toHaveLength(1);
    expect(detections[0].period.value).toBeCloseTo(3.5, 2);
    expect(detections[0].row.period).toBe(detections[0].period.value);
    expect(detections[0].views.global?.values).toHaveLength(201);
    expect(detections[0].prediction?.model.name).toBe('tabular');
  });

  it('adds an explanation and the uncertainty on request', async () => {
    const known = ['--period', '3.5', '--epoch', EPOCH, '--duration', '3', '--source', 'KEPLER', '--json'];
    const { stdout } = await exoplanet([file, ...known, '--explain', '--uncertainty']);
    const { detections } = JSON.parse(stdout) as { detections: { prediction: object }[] };
    expect(detections[0].prediction).toMatchObject({
      explanation: { contributions: expect.any(Array) as unknown },
      uncertainty: { draws: 256 },
    });
  });

  it('prints the fit of a known ephemeris as a table', async () => {
    const { stdout } = await exoplanet([file, '--period', '3.5', '--epoch', EPOCH, '--duration', '3']);
    expect(stdout).toMatch(/\d+ points over 30\.0 d\n/);
    expect(stdout).toMatch(/^# +PERIOD d +EPOCH BKJD +DURATION h +DEPTH ppm .*\n1 +3\.\d+ ± /m);
    expect(stdout).toMatch(/mission unknown/);
  });

  it('reports a transit that is seen once', async () => {
    const lone = withBoxes(madeCurve({ span: 30, noise: 1e-4 }), { period: 400, epoch: 145, duration: 6, depth: 3000 });
    const once = join(folder, 'once.csv');
    await writeFile(once, asCsv(lone).replace('time,', 'time_bkjd,'));
    const { stdout } = await exoplanet([once]);
    expect(stdout).toMatch(/\nnote: a single transit-like event at BKJD 145\.0\d: /);
    expect(stdout).toMatch(/\nno transits were found that repeat\n\nSINGLE EVENT BKJD .*\n145\.0\d+ ± /);
  });

  it('refuses a period without epoch and duration, as a server does', async () => {
    expect(await exoplanet([file, '--period', '3.5'])).toMatchObject({
      exit: 1,
      stderr: expect.stringMatching(/^error: VALIDATION_FAILED: period, epoch and duration/) as unknown,
    });
  });

  it('names a file that cannot be used', async () => {
    await writeFile(join(folder, 'bad.csv'), 'a,b\n1,2\n');
    expect(await exoplanet([join(folder, 'bad.csv')])).toMatchObject({
      exit: 1,
      stderr: expect.stringMatching(/^error: LIGHT_CURVE_INVALID: bad\.csv: .*\nadvice: /) as unknown,
    });
    expect(await exoplanet([join(folder, 'none.csv')])).toMatchObject({
      exit: 1,
      stderr: expect.stringMatching(/none\.csv: no such file/) as unknown,
    });
  });
});
