import { describe, expect, it } from 'vitest';
import { seededNormal } from '@exoplanet/seeded-random';
import { transitAt } from '../../test/uniform-transit';
import type { LightCurve } from '../types';
import { binMedians, binningProblem, fillEmptyBins } from './binning';
import { fold, phaseTime } from './fold';
import { makeViews } from './make-views';
import { secondaryCentre, withoutTransit } from './secondary-centre';
import { makeView, type View } from './view';

function curveOf(time: ArrayLike<number>, flux: ArrayLike<number>): LightCurve {
  return {
    time: Float64Array.from(time),
    timeSystem: 'BKJD',
    flux: Float64Array.from(flux),
    fluxErr: new Float64Array(time.length).fill(1e-4),
    segment: new Int32Array(time.length),
    cadence: 0.02,
  };
}

const values = (view: View) => (view.made ? view.values : new Float32Array());

describe('folding', () => {
  it('puts mid-transit at 0 and runs from -P/2 to P/2', () => {
    expect([10, 11, 11.5, 12, 8].map((time) => phaseTime(time, 3, 10))).toEqual([0, 1, -1.5, -1, 1]);
  });

  it('sorts by phase', () => {
    const { phase, flux } = fold(curveOf([10, 11, 12, 13.5], [1, 2, 3, 4]), 3, 10);
    expect([...phase]).toEqual([-1, 0, 0.5, 1]);
    expect([...flux]).toEqual([3, 1, 4, 2]);
  });
});

describe('binning, by hand', () => {
  // Four bins of width 0.4 over [0, 1]: step (1 - 0 - 0.4)/3 = 0.2, so bins are [0,.4) [.2,.6) [.4,.8) [.6,1).
  const bins = { count: 4, width: 0.4, from: 0, to: 1 };
  const folded = { phase: Float64Array.of(0.1, 0.25, 0.3, 0.7, 0.9, 1.5), flux: Float64Array.of(10, 20, 60, 5, 7, 99) };

  it('takes the median of overlapping half-open bins', () => {
    expect([...binMedians(folded, bins)].map((value) => Number(value.toFixed(9)))).toEqual([20, 40, 5, 6]);
  });

  it('fills empty bins linearly inside and with the nearest at the ends', () => {
    const gaps = Float64Array.of(Number.NaN, 2, Number.NaN, Number.NaN, 8, Number.NaN);
    fillEmptyBins(gaps);
    expect([...gaps]).toEqual([2, 2, 4, 6, 8, 8]);
  });

  it('subtracts the median and divides by the absolute minimum', () => {
    const view = makeView(folded, bins);
    // Median of 20, 40, 5, 6 is 13; the minimum below it is 8.
    expect([...values(view)]).toEqual([7 / 8, 27 / 8, -1, -7 / 8]);
    expect(view.made && [view.scale.level, view.scale.scale, view.coverage]).toEqual([13, 8, 1]);
  });

  it.each([
    [
      'fewer than 5 points in the range',
      'too_few_points',
      { phase: Float64Array.of(0, 0.3, 0.6, 1, 2), flux: new Float64Array(5) },
      bins,
    ],
    [
      'points that span less than half the range',
      'span_too_short',
      { phase: Float64Array.of(0.1, 0.2, 0.3, 0.4, 0.5), flux: new Float64Array(5) },
      bins,
    ],
    ['bins as wide as the range', 'bins_too_wide', folded, { ...bins, width: 1 }],
  ] as const)('refuses %s', (_name, problem, points, refused) => {
    expect(binningProblem(points, refused)).toBe(problem);
    expect(makeView(points, refused)).toEqual({ made: false, problem });
  });

  it('refuses a flat view', () => {
    expect(makeView({ ...folded, flux: new Float64Array(6).fill(1) }, bins)).toEqual({ made: false, problem: 'flat' });
  });
});

const PERIOD = 4;
const EPOCH = 101.3;
const DURATION = 5;
const D = DURATION / 24;

/** 120 days at 2 min without noise: transit at 0, a shallower eclipse at phase time 1.7 d, odd transits deeper. */
function system(odd = 1000, even = 1000, eclipse = 300, noise = 0): LightCurve {
  const normal = seededNormal(9);
  const time = Float64Array.from({ length: 86_400 }, (_, row) => 100 + row / 720);
  const flux = time.map((at) => {
    const number = Math.round((at - EPOCH) / PERIOD);
    const transit = transitAt(phaseTime(at, PERIOD, EPOCH), DURATION, number % 2 === 0 ? even : odd);
    const second = transitAt(phaseTime(at, PERIOD, EPOCH + 1.7), DURATION, eclipse);
    return transit + second - 1 + noise * normal();
  });
  return curveOf(time, flux);
}

describe('the views of a planet with an eclipse', () => {
  const views = makeViews(system(), { period: PERIOD, epoch: EPOCH, duration: DURATION });

  it('have median 0, minimum -1 and their sizes', () => {
    for (const [view, size] of [
      [views.global, 201],
      [views.local, 61],
      [views.secondary, 61],
    ] as const) {
      const sorted = values(view).slice().sort();
      expect(sorted.length).toBe(size);
      expect(sorted[size >> 1]).toBeCloseTo(0, 6);
      expect(sorted[0]).toBe(-1);
    }
  });

  it('show the transit over one duration of the local view: 15.6 bins', () => {
    const dip = values(views.local).filter((value) => value < -0.5).length;
    expect(dip).toBeGreaterThanOrEqual(15);
    expect(dip).toBeLessThanOrEqual(17);
    expect(views.local.made && [views.local.bins.from, views.local.bins.to]).toEqual([-2 * D, 2 * D]);
  });

  it('show the eclipse over 7.7 bins in the middle of the secondary view', () => {
    const secondary = values(views.secondary);
    const dip = secondary.filter((value) => value < -0.5).length;
    expect(dip).toBeGreaterThanOrEqual(7);
    expect(dip).toBeLessThanOrEqual(9);
    expect(views.secondaryCentre).toBeGreaterThan(1.7 - 0.06 * D);
    expect(views.secondaryCentre).toBeLessThan(1.7 + 0.06 * D);
    expect(secondary[30]).toBeLessThan(-0.9);
  });

  it('put the transit in the middle and the eclipse at 1.7 d of the global view', () => {
    const global = values(views.global);
    // The middle of bin i is -P/2 + i s + w/2 with w = 1.2 P/201 and s = (P - w)/200.
    const width = (1.2 * PERIOD) / 201;
    const bin = (phase: number) => Math.round((phase + PERIOD / 2 - width / 2) / ((PERIOD - width) / 200));
    expect(global[bin(0)]).toBeCloseTo(-1, 3);
    expect(global[bin(1.7)]).toBeCloseTo(-0.3, 2);
    expect(global[bin(1)]).toBeCloseTo(0, 3);
  });

  it('keep one row a transit in the river, on the local scale, the rest masked', () => {
    const { river } = views;
    if (!river.made) throw new Error(river.problem);
    expect(river.transits).toBe(30);
    expect(river.values.length).toBe(64 * 61);
    expect(river.values[30]).toBeCloseTo(-1, 2);
    expect(river.values[29 * 61 + 30]).toBeCloseTo(-1, 2);
    expect([river.mask[29 * 61 + 30], river.mask[30 * 61 + 30], river.values[30 * 61 + 30]]).toEqual([
      1,
      0,
      Number.NaN,
    ]);
  });
});

describe('odd and even views', () => {
  it('keep a difference of depth on the scale of all transits', () => {
    const { odd, even, local } = makeViews(system(2000, 1000, 0), { period: PERIOD, epoch: EPOCH, duration: DURATION });
    const depth = (view: View) => -Math.min(...values(view));
    expect(depth(odd) / depth(even)).toBeCloseTo(2, 1);
    expect(local.made && odd.made && odd.scale.scale).toBe(local.made && local.scale.scale);
  });

  it('name the missing one when a curve has a single transit', () => {
    const whole = system();
    const rows = [...whole.time.keys()].filter((row) => whole.time[row] < 103);
    const one = curveOf(
      rows.map((row) => whole.time[row]),
      rows.map((row) => whole.flux[row]),
    );
    const { odd, even } = makeViews(one, { period: PERIOD, epoch: EPOCH, duration: DURATION });
    expect(even.made).toBe(true);
    expect(odd).toEqual({ made: false, problem: 'too_few_points' });
  });
});

describe('the river of many transits', () => {
  it('averages equal consecutive groups to 64 rows', () => {
    const time = Float64Array.from({ length: 128 * 100 }, (_, row) => 100.005 + row / 100);
    // Transit number n of period 1 has depth n: groups of two average to 2 g + 0.5.
    const flux = time.map((at) => {
      const number = Math.round(at - 100.5);
      return Math.abs(at - 100.5 - number) < 0.05 ? 1 - number * 1e-3 : 1;
    });
    const { river, local } = makeViews(curveOf(time, flux), { period: 1, epoch: 100.5, duration: 2.4 });
    if (!river.made || !local.made) throw new Error('not made');
    expect(river.transits).toBe(128);
    for (const group of [1, 20, 63]) {
      expect(river.values[group * 61 + 30] * local.scale.scale).toBeCloseTo(-(2 * group + 0.5) * 1e-3, 6);
    }
  });
});

describe('the centre of the secondary', () => {
  it('scores boxes as defined, by brute force on a noisy curve', () => {
    const rest = withoutTransit(system(1000, 1000, 200, 3e-3), PERIOD, EPOCH, D);
    if (!rest) throw new Error('nothing left');
    const mean = rest.flux.reduce((sum, value) => sum + value, 0) / rest.flux.length;
    let [best, centre] = [0, PERIOD / 2];
    const [first, last] = [rest.phase[0] + D, rest.phase.at(-1)! - D];
    for (let step = 0; first + step * 0.1 * D <= last; step++) {
      const tried = first + step * 0.1 * D;
      const box = rest.flux.filter((_, row) => Math.abs(rest.phase[row] - tried) <= D / 2);
      const r = (box.length + 1) / rest.flux.length;
      const s = box.reduce((sum, value) => sum + value - mean, 0) / rest.flux.length;
      const score = (-s * Math.abs(s)) / (r * (1 - r));
      if (score > best) [best, centre] = [score, tried];
    }
    expect(secondaryCentre(rest, PERIOD, D)).toBeCloseTo(centre, 9);
    expect(centre).toBeGreaterThan(1.5);
  });

  it('keeps points outside the transit only: beyond D and 0.1 P, with D/2 for periods under a day', () => {
    const reach = (period: number, duration: number) => {
      const time = Float64Array.from({ length: 2000 }, (_, row) => 50 + (row / 2000) * period);
      return withoutTransit(curveOf(time, time), period, 50, duration)?.phase[0];
    };
    expect(reach(4, 0.5)).toBeCloseTo(0.5, 2);
    expect(reach(40, 0.5)).toBeCloseTo(4, 1);
    expect(reach(0.9, 0.3)).toBeCloseTo(0.15, 2);
  });

  it('is half the period when nothing dips', () => {
    const time = Float64Array.from({ length: 4000 }, (_, row) => 50 + row / 100);
    expect(
      makeViews(
        curveOf(
          time,
          time.map(() => 1),
        ),
        { period: 4, epoch: 50, duration: 5 },
      ).secondaryCentre,
    ).toBe(2);
  });
});
