import { describe, expect, it } from 'vitest';
import { withoutTransits } from '../detrend/without-transits';
import { contactDuration } from '../testing/inject-transit';
import { madeCurve, sunPlanet } from '../testing/made-curve';
import type { LightCurve } from '../types';
import { boxSpectrum } from './box-spectrum';
import { frequencyGrid } from './frequency-grid';
import { durationRange } from './orbit-limits';
import { Pace } from './pace';
import { boxAtPeriod } from './refine-peak';
import { weightedSeries } from './weighted-series';

const LIMITS = { cadence: 0.0204, longestHours: 15 };
const strongest = (signal: Float64Array): number =>
  signal.reduce((best, value, i) => (value > signal[best] ? i : best), 0);

/** The plain search: every point folded exactly at every frequency. */
function plainSpectrum(series: ReturnType<typeof weightedSeries>, frequency: Float64Array): Float64Array {
  return frequency.map((f) => boxAtPeriod(series, 1 / f, durationRange(1 / f, LIMITS)).signal);
}

describe('the fast box search', () => {
  it.each([
    { period: 0.77, radiusRatio: 0.012, span: 60 },
    { period: 3.21, radiusRatio: 0.014, span: 90 },
    { period: 9.4, radiusRatio: 0.02, span: 90 },
    { period: 27.3, radiusRatio: 0.03, span: 120 },
  ])(
    'finds at $period d the peak that folding every point at every frequency finds',
    ({ period, radiusRatio, span }) => {
      const curve = madeCurve({ span, seed: 7, planets: [sunPlanet(period, radiusRatio)] });
      const series = weightedSeries(curve, { shortest: 0.03, longest: 0.6, minTransits: 3 });
      const all = frequencyGrid({ span, periodMin: 0.5, periodMax: span / 3, oversampling: 3 });
      const near = all.filter((f) => Math.abs(1 / f / period - 1) < 0.2);
      const fast = boxSpectrum(series, all, LIMITS, new Pace({}));
      const plain = plainSpectrum(series, near);
      const fastPeak = strongest(fast.signal);
      const plainPeak = strongest(plain);
      expect(Math.abs(all.indexOf(near[plainPeak]) - fastPeak)).toBeLessThanOrEqual(2);
      expect(fast.signal[fastPeak]).toBeGreaterThan(0.88 * plain[plainPeak]);
      expect(fast.signal[fastPeak]).toBeLessThan(1.03 * plain[plainPeak]);
    },
  );

  it('finds the same peak when it skips every second frequency of a long grid', () => {
    const span = 500;
    const curve = madeCurve({ span, seed: 3, planets: [sunPlanet(11.73, 0.012)] });
    const series = weightedSeries(curve, { shortest: 0.03, longest: 0.6, minTransits: 3 });
    const all = frequencyGrid({ span, periodMin: 2, periodMax: span / 3, oversampling: 4 });
    expect(all.length).toBeGreaterThan(30_000);
    const { frequency, signal } = boxSpectrum(series, all, LIMITS, new Pace({}));
    const near = all.filter((f) => Math.abs(f * 11.73 - 1) < 0.002);
    const plain = plainSpectrum(series, near);
    const peak = strongest(signal);
    expect(1 / frequency[peak]).toBeCloseTo(11.73, 2);
    expect(signal[peak]).toBeGreaterThan(0.88 * plain[strongest(plain)]);
  });

  it('finds the second planet with the help of the first spectrum as it does without', () => {
    const span = 500;
    const first = sunPlanet(11.73, 0.02);
    const second = sunPlanet(17.31, 0.014);
    const all = frequencyGrid({ span, periodMin: 2, periodMax: span / 3, oversampling: 4 });
    const seriesOf = (curve: LightCurve): ReturnType<typeof weightedSeries> =>
      weightedSeries(curve, { shortest: 0.03, longest: 0.6, minTransits: 3 });
    const both = madeCurve({ span, seed: 4, planets: [first, second] });
    const left = seriesOf(withoutTransits(both, [{ ...first, duration: 1.3 * contactDuration(first) }]));
    const before = boxSpectrum(seriesOf(both), all, LIMITS, new Pace({}));
    const spared = boxSpectrum(left, all, LIMITS, new Pace({}), before);
    const whole = boxSpectrum(left, all, LIMITS, new Pace({}));
    const peak = strongest(spared.signal);
    expect(1 / all[peak]).toBeCloseTo(17.31, 1);
    expect(Math.abs(peak - strongest(whole.signal))).toBeLessThanOrEqual(2);
    expect(spared.signal[peak] / whole.signal[strongest(whole.signal)]).toBeCloseTo(1, 1);
  });
});
