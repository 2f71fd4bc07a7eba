import { describe, expect, it } from 'vitest';
import { seededRandom } from '@exoplanet/seeded-random';
import { dataBytes, dataFolder } from '../../test/exoplanet-data';
import { prepare } from '../clean/prepare';
import { withoutTransits } from '../detrend/without-transits';
import { readLightCurveFile } from '../read/read-light-curve';
import type { LightCurve } from '../types';
import { recoveryTrial } from './recovery-trial';

const TRIALS = 50;
const REQUIRED = 0.95;
/** Statistics injected, evenly in the logarithm. */
const MES = { from: 10, to: 40 };

/** Kepler quarters of stars whose objects of interest are no binaries, with the objects' transits taken out. */
function quarters(): { file: string; host: () => LightCurve }[] {
  const [head = '', ...lines] = new TextDecoder()
    .decode(dataBytes('light_curves', 'kepler', 'index.csv'))
    .trim()
    .split('\n');
  const names = head.split(',');
  const objects = lines.map((line) => Object.fromEntries(line.split(',').map((field, i) => [names[i], field])));
  const stars = new Map<string, typeof objects>();
  for (const object of objects.filter(({ source }) => source === 'quarter'))
    stars.set(object.file, [...(stars.get(object.file) ?? []), object]);
  return [...stars.entries()]
    .filter(([, kois]) => kois.every(({ koi_disposition }) => koi_disposition !== 'FALSE POSITIVE'))
    .map(([file, kois]) => ({
      file,
      host: () => {
        const { curve } = prepare([readLightCurveFile(file, dataBytes('light_curves', 'kepler', file))]);
        const transits = kois.map(({ koi_period, koi_time0bk, koi_duration }) => ({
          period: Number(koi_period),
          epoch: Number(koi_time0bk),
          duration: 1.5 * Number(koi_duration) + 1,
        }));
        return withoutTransits(curve, transits);
      },
    }));
}

describe.skipIf(!dataFolder)('transits injected into Kepler quarters (needs EXOPLANET_DATA)', () => {
  it(
    `are recovered at ${100 * REQUIRED} % within 0.1 % of the period or at a declared harmonic`,
    { timeout: 300_000 },
    () => {
      const random = seededRandom(2);
      const hosts = quarters();
      const missed: string[] = [];
      let trials = 0;
      while (trials < TRIALS) {
        const { file, host } = hosts[Math.floor(random() * hosts.length)];
        const trial = recoveryTrial(host(), {}, MES.from * (MES.to / MES.from) ** random(), random);
        if (!trial || trial.mes < MES.from) continue;
        trials++;
        if (trial.ratio === undefined)
          missed.push(
            `${file}: ${trial.planet.period.toFixed(4)} d, MES ${trial.mes.toFixed(1)}, found ${trial.found.join(', ')}`,
          );
      }
      console.log(`${TRIALS - missed.length} of ${TRIALS} injected transits recovered`);
      expect(missed.length, missed.join('\n')).toBeLessThanOrEqual((1 - REQUIRED) * TRIALS);
    },
  );
});
