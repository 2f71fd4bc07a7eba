import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AnalysisDto } from '@exoplanet/contracts';
import { MODELS, runProgram } from './run-program';

describe('the samples', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'exoplanet-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  const sample = async (name: string) => {
    const { exit, stdout } = await runProgram('exoplanet', ['sample', name]);
    expect(exit).toBe(0);
    const bytes = Buffer.from(stdout, 'latin1');
    const file = join(folder, `${name}.fits`);
    await writeFile(file, bytes);
    return { file, bytes };
  };
  const analyze = async (file: string, ...args: string[]) =>
    runProgram('exoplanet', ['light-curve', file, '--local', '--models', MODELS, ...args]);
  const analysisOf = async (name: string): Promise<AnalysisDto> =>
    JSON.parse((await analyze((await sample(name)).file, '--json')).stdout) as AnalysisDto;

  it.each(['planet', 'binary', 'single', 'pixels'])('%s is a FITS file that says that it was made', async (name) => {
    const { bytes } = await sample(name);
    expect(bytes.length % 2880).toBe(0);
    const header = bytes.toString('latin1', 0, 5760);
    expect(header).toMatch(/^SIMPLE {2}= {20}T/);
    expect(header).toContain('MADE, NOT OBSERVED');
    expect(header).toMatch(/OBJECT {2}= 'made /);
  });

  it('the planet is found at its published period and depth', async () => {
    const { target, detections } = await analysisOf('planet');
    expect(target).toMatchObject({ name: 'made Kepler-227', mission: 'KEPLER', radius: 0.927 });
    expect(detections).toHaveLength(1);
    expect(Math.abs(detections[0].period.value - 9.48803557)).toBeLessThan(5 * detections[0].period.error);
    // The archive's KOI table gives 615.8 ppm, 2.9575 h and 2.26 Earth radii.
    expect(Math.abs(detections[0].depth.value - 615.8)).toBeLessThan(100);
    expect(detections[0].radius!.value).toBeGreaterThan(2);
    expect(detections[0].radius!.value).toBeLessThan(2.7);
    expect(detections[0].passed).toBe(true);
  }, 60_000);

  it('the binary is found at its published period and fails the test of the secondary eclipse', async () => {
    const [detection] = (await analysisOf('binary')).detections;
    expect(detection.period.value).toBeCloseTo(4.4278, 3);
    expect(detection.tests.find(({ name }) => name === 'secondary_eclipse')?.verdict).toBe('fail');
  }, 60_000);

  it('the single transit is no detection, but an event of its published duration', async () => {
    const { detections, single_events } = await analysisOf('single');
    expect(detections).toEqual([]);
    expect(single_events).toHaveLength(1);
    // 1071.23 d, 560 stellar radii, impact parameter 0.23 and radius ratio 0.1282 make 16.1 h.
    expect(single_events[0].duration.value).toBeCloseTo(16.2, 0);
  }, 60_000);

  it('is refused on a terminal, where bytes would be shown', async () => {
    expect(await runProgram('exoplanet', ['sample', 'moon'])).toMatchObject({ exit: 2 });
  });

  it.each(['fits', 'ecsv', 'csv'])(
    'an analysis is saved as %s, and its curve gives the same detections',
    async (format) => {
      const { file } = await sample('binary');
      const to = join(folder, format);
      const { exit, stderr } = await analyze(file, '--save', to, '--format', format);
      expect({ exit, stderr }).toEqual({
        exit: 0,
        stderr: expect.stringContaining(`saved in ${to}: curve.${format}, spectrum.${format}, detections.${format}`),
      });
      expect(await readdir(to)).toContain('analysis.json');
      const before = JSON.parse(await readFile(join(to, 'analysis.json'), 'utf8')) as AnalysisDto;
      if (format === 'ecsv') return;
      const { detections } = JSON.parse(
        (await analyze(join(to, `curve.${format}`), '--json', '--star-radius', '1.58')).stdout,
      ) as AnalysisDto;
      expect(detections[0].period.value).toBeCloseTo(before.detections[0].period.value, 4);
      expect(detections[0].epoch.value).toBeCloseTo(before.detections[0].epoch.value, 2);
    },
    60_000,
  );
});
