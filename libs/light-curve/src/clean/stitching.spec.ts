import { describe, expect, it } from 'vitest';
import { LightCurveError } from '../errors';
import type { RawLightCurve } from '../types';
import { prepare } from './prepare';

/** 10 days of half-hour cadences at a level of `level` e-/s, with a ripple of 100 ppm. */
function quarter(file: string, begin: number, level: number, more: Partial<RawLightCurve> = {}): RawLightCurve {
  const time = Float64Array.from({ length: 480 }, (_, row) => begin + row / 48);
  return {
    file,
    target: { name: 'KIC 757450', mission: 'KEPLER' },
    timeSystem: 'BKJD',
    timeSystemFrom: 'header',
    time,
    flux: time.map((_, row) => level * (1 + 1e-4 * Math.sin(row))),
    fluxColumn: 'PDCSAP_FLUX',
    cadence: 1 / 48,
    notices: [],
    ...more,
  };
}

const median = (values: Float64Array) => {
  const sorted = values.slice().sort();
  return (sorted[(sorted.length - 1) >> 1] + sorted[sorted.length >> 1]) / 2;
};

describe('files of one star', () => {
  it('are put in time order, each segment with median 1', () => {
    const { curve, sources } = prepare([quarter('second', 150, 9000), quarter('first', 120, 5000)]);
    expect(sources.map(({ file }) => file)).toEqual(['first', 'second']);
    expect(curve.time.length).toBe(960);
    expect(curve.time.every((at, row) => row === 0 || at > curve.time[row - 1])).toBe(true);
    expect([curve.segment[0], curve.segment[959]]).toEqual([0, 1]);
    expect(median(curve.flux.subarray(0, 480))).toBeCloseTo(1, 12);
    expect(median(curve.flux.subarray(480))).toBeCloseTo(1, 12);
  });

  it('keep the quality bits that exclude no point, and 0 where a file has none', () => {
    // Of Kepler's flags, bit 13 (8192, a cosmic ray on the column) is not in the default mask.
    const quality = new Int32Array(480).fill(8192, 0, 10);
    const { curve } = prepare([quarter('a', 120, 5000, { quality }), quarter('b', 150, 9000)]);
    expect(curve.quality!.reduce((rows, bits) => rows + Number(bits === 8192), 0)).toBe(10);
    expect(curve.quality).toHaveLength(960);
    expect(prepare([quarter('a', 120, 5000)]).curve.quality).toBeUndefined();
  });

  it('have one exposure, the slowest: faster ones are averaged to it, with a notice', () => {
    const time = Float64Array.from({ length: 7200 }, (_, row) => 150 + row / 720);
    const flux = time.map((_, row) => (row >= 3600 && row < 3690 ? 0.99 : 1) * 9000 + (row % 2));
    const fast = quarter('fast', 150, 9000, { time, flux, cadence: 1 / 720 });
    const { curve, notices } = prepare([quarter('slow', 120, 5000), fast], { clip: false });
    expect(curve.cadence).toBe(1 / 48);
    expect(curve.time).toHaveLength(960);
    expect(curve.flux.subarray(480).filter((value) => value < 0.995)).toHaveLength(6);
    expect(curve.fluxErr[700]).toBeCloseTo(1.165e-4 / Math.sqrt(15), 6);
    expect(notices.map(({ message }) => message)).toEqual([
      'exposures of 2.0 min were averaged to 30.0 min, those of the other data of the star',
    ]);
  });

  it('have one exposure in a table of both kinds, too', () => {
    const slow = quarter('both', 120, 5000);
    const fast = Float64Array.from({ length: 7200 }, (_, row) => 150 + row / 720);
    const time = Float64Array.from([...slow.time, ...fast]);
    const flux = time.map((_, row) => 5000 + (row % 3));
    const { curve } = prepare([{ ...slow, time, flux, cadence: 1 / 720 }], { clip: false });
    expect(curve.cadence).toBeCloseTo(1 / 48, 9);
    expect(curve.time).toHaveLength(960);
  });

  it('keep their exposure where more than half of the rows of a segment were dropped', () => {
    const sparse = quarter('sparse', 150, 9000);
    const flux = sparse.flux.map((value, row) => ([0, 1, 3, 6].includes(row % 9) ? value : NaN));
    const { curve, notices } = prepare([quarter('whole', 120, 5000), { ...sparse, flux }], { clip: false });
    expect(curve.cadence).toBe(1 / 48);
    expect(curve.time.length).toBeGreaterThan(480 + 150);
    expect(notices).toEqual([]);
  });

  it.each([
    ['half-hour exposures', 1 / 48],
    ['bins longer than an hour', 0.05],
  ])('keep every point of %s of which two in five were dropped, before and after a pause', (_, step) => {
    const rows = Array.from({ length: 480 }, (_, row) => row + (row < 440 ? 0 : 200));
    const kept = rows.filter((row) => ![1, 3].includes(row % 5));
    const time = Float64Array.from(kept, (row) => 120 + row * step);
    const sparse = quarter('sparse', 120, 5000, {
      time,
      flux: time.map((_, row) => 5000 + (row % 3)),
      cadence: 2 * step,
    });
    const { curve, notices } = prepare([sparse], { clip: false, segments: { shortest: 0.5 } });
    expect(curve.cadence).toBeCloseTo(step, 9);
    expect(curve.time).toHaveLength(kept.length);
    expect(notices).toEqual([]);
  });

  it('join at a quarter boundary even without a pause', () => {
    const { curve } = prepare([quarter('a', 120, 5000), quarter('b', 130, 9000)]);
    expect(curve.segment[479]).toBe(0);
    expect(curve.segment[480]).toBe(1);
  });

  it('are cut at long gaps, but no stretch shorter than two days stands alone', () => {
    const raw = quarter('gappy', 120, 5000);
    const time = raw.time.map((at, row) => at + (row >= 200 ? 1 : 0) + (row >= 220 ? 2 : 0));
    const { curve } = prepare([{ ...raw, time }]);
    expect([...new Set(curve.segment)]).toEqual([0, 1]);
    expect([curve.segment[199], curve.segment[219], curve.segment[220]]).toEqual([0, 0, 1]);
  });

  it('are brought to the time system of the first', () => {
    const btjd = quarter('later', 130 + 2454833 - 2457000, 5000, { timeSystem: 'BTJD' });
    const { curve, notices } = prepare([quarter('first', 120, 5000), btjd]);
    expect(curve.timeSystem).toBe('BKJD');
    expect(curve.time[480]).toBeCloseTo(130, 9);
    expect(notices.map(({ code }) => code)).toContain('time_system_converted');
  });

  it('must be of the same star', () => {
    const other = quarter('other', 150, 5000, { target: { name: 'KIC 1', mission: 'KEPLER' } });
    expect(() => prepare([quarter('first', 120, 5000), other])).toThrow(
      'other: is of KIC 1, expected KIC 757450 like first',
    );
  });

  it('of one star under two names are joined where the caller says so, and the notice names both', () => {
    const later = quarter('later', 150, 5000, { target: { name: 'TIC 2', mission: 'TESS' } });
    const { target, notices, curve } = prepare([quarter('first', 120, 5000), later], { sameStar: true });
    expect(curve.time).toHaveLength(960);
    expect(target).toEqual({ name: 'KIC 757450', mission: 'KEPLER' });
    expect(notices.map(({ message }) => message)).toEqual([
      'TIC 2 (later) and KIC 757450 (first) were joined as one star, as requested',
    ]);
    expect(() => prepare([quarter('first', 120, 5000), later])).toThrow(/send same_star=true/);
  });

  it('none of which names its star are joined with a notice each', () => {
    const { notices } = prepare([quarter('a', 120, 5000, { target: {} }), quarter('b', 150, 5000, { target: {} })]);
    expect(notices.map(({ code, file }) => [code, file])).toEqual([
      ['star_unnamed', 'a'],
      ['star_unnamed', 'b'],
    ]);
  });

  it('may lack the name of the star', () => {
    const { target, notices } = prepare([quarter('unnamed', 150, 5000, { target: {} }), quarter('named', 120, 5000)]);
    expect(target.name).toBe('KIC 757450');
    expect(notices.map(({ code, file }) => [code, file])).toEqual([['star_unnamed', 'unnamed']]);
  });

  it('are used once: the same quarter again is left out and reported', () => {
    const { curve, failed } = prepare([quarter('first', 120, 5000), quarter('copy', 120, 5000)]);
    expect(curve.time.length).toBe(480);
    expect(failed.map(({ code, file }) => [code, file])).toEqual([['REPEATED_TIMES', 'copy']]);
  });

  it('are an error when none can be used', () => {
    const flagged = quarter('flagged', 120, 5000, { quality: new Int32Array(480).fill(1) });
    expect(() => prepare([flagged])).toThrow(LightCurveError);
    expect(() => prepare([])).toThrow('expected at least one light curve');
  });
});

describe('quality flags', () => {
  const flags = new Int32Array(480);
  // 16 (Argabrightening) and 128 (cosmic ray) are outside Kepler's default mask 1130799; 1, 8 and 32 are in it.
  [16, 128, 1, 8, 32, 8192].forEach((flag, row) => (flags[row] = flag));

  it.each([
    ['KEPLER', 3],
    ['K2', 3],
    ['TESS', 4],
    [undefined, 6],
  ] as const)('drop cadences by the mask of %s', (mission, dropped) => {
    const { sources } = prepare([
      quarter('flagged', 120, 5000, { quality: flags, target: mission ? { mission } : {} }),
    ]);
    expect(sources[0]?.flagged).toBe(dropped);
  });
});

describe('a quality mask of the caller', () => {
  const quality = new Int32Array(480).fill(4);
  const flagged = quarter('flagged', 120, 5000, { quality });

  it('says which bits count', () => {
    expect(prepare([flagged], { quality: 'none' }).curve.time).toHaveLength(480);
    expect(prepare([flagged], { quality: 1 | 2 }).curve.time).toHaveLength(480);
    expect(() => prepare([flagged], { quality: 4 })).toThrow(LightCurveError);
  });

  it('is advised where the flags leave nothing', () => {
    expect(() => prepare([flagged])).toThrow(/quality flags drop 480; quality_mask says which flags count/);
  });
});

describe('centroids and errors', () => {
  it('lose the image motion, and missing errors become the scatter', () => {
    const column = (value: number) => new Float64Array(480).fill(value);
    const { curve } = prepare([
      quarter('q', 120, 5000, {
        centroidCol: column(73.5),
        centroidRow: column(46),
        motionCol: column(0.25),
        motionRow: column(Number.NaN),
      }),
    ]);
    expect([curve.centroidCol?.[9], curve.centroidRow?.[9]]).toEqual([73.25, 46]);
    expect(curve.fluxErr[0]).toBeGreaterThan(2e-5);
    expect(curve.fluxErr[0]).toBeLessThan(2e-4);
  });
});
