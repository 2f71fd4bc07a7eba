import { describe, expect, it } from 'vitest';
import { madeCurve, sunPlanet } from '../testing/made-curve';
import { candidateAt, resolveHarmonics } from './harmonics';
import { boxAtPeriod, type PeriodicBox } from './refine-peak';
import { weightedSeries } from './weighted-series';

describe('the harmonics of a period', () => {
  it.each([4, 6, 9])('are followed step by step, down from %d times the period', (ratio) => {
    const curve = madeCurve({ planets: [sunPlanet(1.37, 0.1)], seed: 21 });
    const range = { shortest: 0.06, longest: 0.2 };
    const series = weightedSeries(curve, { ...range, minTransits: 3 });
    const at = (box: PeriodicBox) => candidateAt(curve, series, box);
    const limits = { periodFloor: 0.2, periodCeiling: 40, minTransits: 3 };
    const resolved = resolveHarmonics(at(boxAtPeriod(series, ratio * 1.37, range)), at, series, limits);
    expect(resolved.period).toBeCloseTo(1.37, 6);
  });
});
