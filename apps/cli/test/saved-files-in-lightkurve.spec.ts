import { spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isMissing, pythonWith } from '@exoplanet/dev';
import { MODELS, runProgram } from './run-program';

const OPENED = `
import json, sys, warnings
warnings.simplefilter("ignore")
import lightkurve as lk
from astropy.table import Table
folder = sys.argv[1]
planet = lk.read(folder + "/planet.fits")
pixels = lk.read(folder + "/pixels.fits")
curves = {
    "fits": lk.read(folder + "/fits/curve.fits"),
    "ecsv": lk.LightCurve.read(folder + "/ecsv/curve.ecsv", format="ascii.ecsv", time_column="time_bkjd", time_format="bkjd"),
    "csv": lk.LightCurve.read(folder + "/csv/curve.csv", format="ascii.csv", time_column="time_bkjd", time_format="bkjd"),
}
periods = [float(Table.read(folder + "/%s/detections.%s" % (f, f), format=r)["%s" % n][0]) for f, r, n in [("fits", "fits", "PERIOD"), ("ecsv", "ascii.ecsv", "period"), ("csv", "ascii.csv", "period")]]
spectrum = Table.read(folder + "/ecsv/spectrum.ecsv")
def depth(lc):
    folded = lc.fold(period=periods[0], epoch_time=float(sys.argv[2]))
    inside = abs(folded.time.value) < 0.04
    return float(1e6 * (1 - folded.flux.value[inside].mean()))
print(json.dumps({
    "planet": [type(planet).__name__, len(planet), planet.meta["OBJECT"]],
    "pixels": [type(pixels).__name__, list(pixels.shape), int(pixels.pipeline_mask.sum()), pixels.column, float(pixels.wcs.wcs.crval[0])],
    "curves": {name: [len(lc), lc.time.format, float(lc.time.value[0]), depth(lc)] for name, lc in curves.items()},
    "periods": periods,
    "units": [str(spectrum["period"].unit), str(curves["fits"].time.jd[0])],
}))
`;

const python = pythonWith('lightkurve') ?? '';

describe.skipIf(isMissing('lightkurve'))('lightkurve (needs lightkurve)', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'exoplanet-'));
    for (const name of ['planet', 'pixels']) {
      const { stdout } = await runProgram('exoplanet', ['sample', name]);
      await writeFile(join(folder, `${name}.fits`), Buffer.from(stdout, 'latin1'));
    }
    const known = ['--period', '9.48803557', '--epoch', '170.53875', '--duration', '2.9575'];
    const local = ['--local', '--models', MODELS, ...known];
    for (const format of ['fits', 'csv'])
      await runProgram('exoplanet', [
        'light-curve',
        join(folder, 'planet.fits'),
        '--save',
        join(folder, format),
        '--format',
        format,
        ...local,
      ]);
    const searched = ['--period-min', '9', '--period-max', '10', '--local', '--models', MODELS];
    await runProgram('exoplanet', [
      'light-curve',
      join(folder, 'planet.fits'),
      '--save',
      join(folder, 'ecsv'),
      '--format',
      'ecsv',
      ...searched,
    ]);
  }, 120_000);
  afterAll(() => rm(folder, { recursive: true }));

  it('opens the samples and each form of a saved analysis, and folds the transit out of them', () => {
    const { stdout, stderr, status } = spawnSync(python, ['-c', OPENED, folder, '170.53875'], {
      encoding: 'utf8',
    });
    expect({ status, stderr: status === 0 ? '' : stderr }).toEqual({ status: 0, stderr: '' });
    const opened = JSON.parse(stdout) as {
      curves: Record<string, [points: number, format: string, first: number, depth: number]>;
      periods: number[];
    };
    expect(opened).toMatchObject({
      planet: ['KeplerLightCurve', 19608, 'made Kepler-227'],
      pixels: ['KeplerTargetPixelFile', [2206, 8, 9], expect.any(Number), 650, 288.58151],
      units: ['d', expect.stringMatching(/^24549\d\d\./)],
    });
    for (const [points, format, first, depth] of Object.values(opened.curves)) {
      expect([points, format]).toEqual([19608, 'bkjd']);
      expect(first).toBeCloseTo(130, 6);
      expect(Math.abs(depth - 570)).toBeLessThan(80);
    }
    for (const period of opened.periods) expect(period).toBeCloseTo(9.488, 3);
  }, 60_000);
});
