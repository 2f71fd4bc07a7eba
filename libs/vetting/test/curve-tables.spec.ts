import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { type AnalyzeCommand, type ColumnTable, encodeColumns } from '@exoplanet/contracts';
import { madeCurve, seededNormal, withBoxes } from '@exoplanet/light-curve/testing';
import { measureCurve } from '../src';

const PLANET = { period: 3.7, epoch: 133.2, duration: 3 };

function tablesOf(span: number, options: Partial<AnalyzeCommand['options']> = PLANET) {
  const { time, flux } = withBoxes(madeCurve({ span, noise: 1e-4 }), { ...PLANET, depth: 1500 });
  const normal = seededNormal(7);
  const near = (level: number, scatter: number) => time.map(() => level + scatter * normal());
  const command: AnalyzeCommand = {
    columns: {
      time,
      flux: flux.map((value) => value * 5000),
      flux_err: near(0.5, 0.01),
      quality: time.map((_, row) => (row % 100 === 0 ? 1 : 0)),
      centroid_col: near(512.3, 1e-3),
      centroid_row: near(301.7, 1e-3),
    },
    time_system: 'BKJD',
    options: { max_planets: 1, star: { radius: 1 }, source: 'KEPLER', ...options },
  };
  const reply = measureCurve(command);
  if (!reply.ok) throw new Error(reply.refused[0].message);
  return { ...reply.measured, time };
}
const column = ({ columns }: ColumnTable, name: string) => columns.find((one) => one.name === name)!.values;

describe('the full curve', () => {
  const { tables, curve, time } = tablesOf(40);

  it('has every point that was used, with times to the last bit', () => {
    expect(tables.curve.rows).toBe(curve.points);
    expect(Array.from(column(tables.curve, 'time')).every((at) => time.includes(at))).toBe(true);
  });

  it('shows the transits in both fluxes, at the same depth', () => {
    const inside = Array.from(column(tables.curve, 'time'), (at) => {
      const phase = at - PLANET.epoch - PLANET.period * Math.round((at - PLANET.epoch) / PLANET.period);
      return Math.abs(phase) < 1.2 / 24;
    });
    for (const name of ['raw', 'detrended']) {
      const dips = Array.from(column(tables.curve, name)).filter((_, row) => inside[row]);
      expect(1e6 * (1 - dips.reduce((sum, flux) => sum + flux, 0) / dips.length)).toBeCloseTo(1500, -2);
    }
  });

  it('gives errors as a part of the star, the quality of the points that were kept, and centroids from their median', () => {
    const [error] = column(tables.curve, 'error');
    expect(error).toBeGreaterThan(0.9e-4);
    expect(error).toBeLessThan(1.1e-4);
    expect(tables.curve.rows).toBe(time.length - Math.ceil(time.length / 100));
    expect(new Set(column(tables.curve, 'quality'))).toEqual(new Set([0]));
    const centroid = Array.from(column(tables.curve, 'centroid_col')).sort((a, b) => a - b);
    expect(Math.abs(centroid[centroid.length >> 1])).toBeLessThan(1e-6);
    expect(centroid.at(-1)).toBeLessThan(6e-3);
  });

  it('has no spectrum where the ephemeris was given', () => {
    expect(tables.spectrum).toBeUndefined();
  });

  it('has no spectrum where no period could be tried, and says why', () => {
    const noEphemeris = { period: undefined, epoch: undefined, duration: undefined };
    const { tables, analysis } = tablesOf(40, { ...noEphemeris, period_max: 0.2 });
    expect(tables.spectrum).toBeUndefined();
    expect(analysis.notices.join()).toContain(
      'no period was searched: the longest, 0.2 d, is under the shortest, 0.5 d',
    );
  });

  it('takes at most 1.5 MB for 65,000 points, even where every digit is noise, and less with gzip', () => {
    const long = tablesOf(1330).tables.curve;
    expect(long.rows).toBeGreaterThan(64_000);
    const bytes = encodeColumns(long);
    const forAll = 65_000 / long.rows;
    expect(bytes.length * forAll).toBeLessThan(1.5e6);
    expect(gzipSync(bytes).length * forAll).toBeLessThan(1.3e6);
  });
});

it('the full spectrum has every trial period, and is strongest at that of the planet', () => {
  const { tables, analysis } = tablesOf(40, { period: undefined, epoch: undefined, duration: undefined });
  const { spectrum } = tables;
  expect(spectrum!.rows).toBeGreaterThan(analysis.periodogram!.period.length);
  expect(spectrum!.metadata).toEqual({ points_per_bin: 1 });
  const period = Array.from(column(spectrum!, 'period'));
  const power = Array.from(column(spectrum!, 'power'));
  expect(period).toEqual([...period].sort((a, b) => a - b));
  expect(period[power.indexOf(Math.max(...power))]).toBeCloseTo(PLANET.period, 2);
});
