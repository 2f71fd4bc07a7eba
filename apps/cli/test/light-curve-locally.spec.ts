import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MODELS, runProgram } from './run-program';

/** 30 days at half an hour with a box of 1000 ppm and 3 h each 3.5 days, and a deterministic scatter of 100 ppm. */
function curve(): string {
  const rows = Array.from({ length: 1440 }, (_, index) => {
    const time = 800 + index / 48;
    const fromTransit = ((((time - 801) % 3.5) + 5.25) % 3.5) - 1.75;
    const scatter = 1e-4 * Math.sin(index * index);
    return `${time.toFixed(6)},${(1 + scatter - (Math.abs(fromTransit) < 1.5 / 24 ? 1e-3 : 0)).toFixed(8)}`;
  });
  return ['time_bkjd,flux', ...rows, ''].join('\n');
}

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
    const { detections } = JSON.parse(stdout) as {
      detections: { period: { value: number }; prediction: { probability: number } }[];
    };
    expect(detections).toHaveLength(1);
    expect(detections[0].period.value).toBeCloseTo(3.5, 2);
    expect(detections[0].prediction.probability).toBeGreaterThanOrEqual(0);
  });

  it('explains, and tells the uncertainty, where that is asked for', async () => {
    const known = ['--period', '3.5', '--epoch', '2455634', '--duration', '3', '--source', 'KEPLER', '--json'];
    const { stdout } = await exoplanet([file, ...known, '--explain', '--uncertainty']);
    const { detections } = JSON.parse(stdout) as { detections: { prediction: object }[] };
    expect(detections[0].prediction).toMatchObject({
      explanation: { contributions: expect.any(Array) },
      uncertainty: { draws: 256 },
    });
  });

  it('tells a known ephemeris as a table', async () => {
    const { stdout } = await exoplanet([file, '--period', '3.5', '--epoch', '2455634', '--duration', '3']);
    expect(stdout).toMatch(/1440 points over 30\.0 d\n/);
    expect(stdout).toMatch(/^# +PERIOD d +EPOCH BKJD +DURATION h +DEPTH ppm .*\n1 +3\.\d+ ± /m);
    expect(stdout).toMatch(/mission unknown/);
  });

  it('names a file that cannot be used', async () => {
    await writeFile(join(folder, 'bad.csv'), 'a,b\n1,2\n');
    expect(await exoplanet([join(folder, 'bad.csv')])).toMatchObject({
      exit: 1,
      stderr: expect.stringMatching(/^error: LIGHT_CURVE_INVALID: bad\.csv: .*\nadvice: /),
    });
    expect(await exoplanet([join(folder, 'none.csv')])).toMatchObject({
      exit: 1,
      stderr: expect.stringMatching(/none\.csv: no such file/),
    });
  });
});
