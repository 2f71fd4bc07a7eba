import { describe, expect, it } from 'vitest';
import { type CandidateRow, toTable } from '@exoplanet/contracts';
import { drawWithinErrors } from '../src/predictions/uncertainty/draws';
import { quantile } from '../src/predictions/uncertainty/quantiles';
import { commandOf, madeCandidates } from './candidates';
import { openRegistry } from './model-folders';

function drawsOf(row: CandidateRow, column: string, draws = 20_000): Float64Array {
  return Float64Array.from(drawWithinErrors(toTable([row]), 0, draws).get(column)!).sort();
}

describe('draws within the errors', () => {
  it('are as wide below and above the value as its two errors', () => {
    const sorted = drawsOf({ source: 'KEPLER', period: 100, period_err_low: 1, period_err_high: 4 }, 'period');
    // About four standard errors of each quantile, √(p(1 − p)/n) over the density there: 0.011, 0.035 and 0.043.
    expect(Math.abs(quantile(sorted, 0.16) - (100 - 0.99446))).toBeLessThan(0.045);
    expect(Math.abs(quantile(sorted, 0.5) - 100)).toBeLessThan(0.14);
    expect(Math.abs(quantile(sorted, 0.84) - (100 + 4 * 0.99446))).toBeLessThan(0.17);
  });

  it('use one error on both sides when the other is missing', () => {
    const sorted = drawsOf({ source: 'KEPLER', star_teff: 5000, star_teff_err_low: 100 }, 'star_teff');
    expect(Math.abs(quantile(sorted, 0.84) - 5099.4)).toBeLessThan(4);
  });

  it('stay in the physical range', () => {
    expect(drawsOf({ source: 'KEPLER', radius: 0.1, radius_err: 1 }, 'radius')[0]).toBeGreaterThan(0);
    const impact = drawsOf({ source: 'KEPLER', impact: 0, impact_err: 0.1 }, 'impact');
    expect(impact[0]).toBeGreaterThanOrEqual(0);
    expect(drawsOf({ source: 'KEPLER', star_logg: 15, star_logg_err: 1 }, 'star_logg').at(-1)).toBeLessThanOrEqual(15);
    const wide = {
      source: 'KEPLER' as const,
      star_radius: 1e-3,
      star_radius_err: 1e9,
      star_teff: 1e-30,
      star_teff_err: 1e12,
      star_logg: 4,
      star_logg_err: 1e12,
      radius: 1,
      radius_err: 1e-9,
      insol: 0,
      insol_err: 1,
      teq: 1e-30,
    };
    const drawn = drawWithinErrors(toTable([wide]), 0, 1000);
    for (const values of drawn.values()) expect(values.filter((value) => !Number.isFinite(value))).toHaveLength(0);
    for (const name of ['star_radius', 'star_teff', 'radius', 'teq'])
      expect(Math.min(...drawn.get(name)!)).toBeGreaterThan(0);
  });

  it('keep a value without an error unless it follows from others, and do not exist for a row without errors', () => {
    const drawn = drawWithinErrors(toTable([{ source: 'TESS', period: 3, depth: 500, depth_err: 50 }]), 0, 10);
    expect([...drawn.keys()]).toEqual(['depth']);
    expect(drawWithinErrors(toTable([{ source: 'TESS', period: 3, depth: 500, depth_err: 0 }]), 0, 10).size).toBe(0);
  });
});

describe('draws of physically related values', () => {
  const NUMBER = 20_000;
  /** Columns of the draws of one row, in the order drawn. */
  const columnsOf = (row: CandidateRow) => {
    const drawn = drawWithinErrors(toTable([row]), 0, NUMBER);
    return (name: string) => [...drawn.get(name)!];
  };
  const spread = (values: number[]) => {
    const sorted = Float64Array.from(values).sort();
    return (quantile(sorted, 0.84) - quantile(sorted, 0.16)) / (2 * 0.99446);
  };

  it('keep radius² / (depth · star_radius²) when the errors of the others explain that of the radius', () => {
    const error = 2 * Math.hypot(0.1 / 2, 0.03);
    const column = columnsOf({
      source: 'KEPLER',
      depth: 500,
      depth_err: 50,
      star_radius: 1,
      star_radius_err: 0.03,
      radius: 2,
      radius_err: error,
    });
    const [depth, star, radius] = ['depth', 'star_radius', 'radius'].map(column);
    radius.forEach((value, i) =>
      expect(Math.abs(value ** 2 / (depth[i] * star[i] ** 2) / (4 / 500) - 1)).toBeLessThan(1e-5),
    );
  });

  it.each([
    ['more than the others explain', 0.5],
    ['less than the others explain', 0.05],
  ])('vary by their own error, also where it is %s', (_, error) => {
    const column = columnsOf({
      source: 'TESS',
      depth: 500,
      depth_err: 25,
      star_radius: 1,
      star_radius_err: 0.05,
      radius: 2,
      radius_err: error,
    });
    expect(Math.abs(spread(column('radius')) / error - 1)).toBeLessThan(0.05);
    expect(Math.abs(spread(column('star_radius')) / 0.05 - 1)).toBeLessThan(0.05);
  });

  it('give a larger star of the same mass a lower surface gravity', () => {
    const error = (2 * 0.05) / Math.LN10;
    const column = columnsOf({
      source: 'KEPLER',
      star_radius: 1,
      star_radius_err: 0.05,
      star_logg: 4.4,
      star_logg_err: error,
    });
    const [star, gravity] = ['star_radius', 'star_logg'].map(column);
    gravity.forEach((value, i) => expect(Math.abs(value - (4.4 - 2 * Math.log10(star[i])))).toBeLessThan(1e-4));
  });

  it('shift a temperature without an error with the insolation, and both with the star', () => {
    const column = columnsOf({
      source: 'KEPLER',
      star_teff: 5000,
      star_teff_err: 100,
      star_radius: 1,
      star_radius_err: 0.1,
      insol: 50,
      insol_err: 20,
      teq: 700,
    });
    const [insol, teq] = ['insol', 'teq'].map(column);
    teq.forEach((value, i) => expect(Math.abs((value / 700) ** 4 / (insol[i] / 50) - 1)).toBeLessThan(1e-4));
    const alone = columnsOf({
      source: 'KEPLER',
      star_teff: 5000,
      star_teff_err: 100,
      star_radius: 1,
      star_radius_err: 0.1,
      teq: 700,
    });
    const [teff, star, own] = ['star_teff', 'star_radius', 'teq'].map(alone);
    own.forEach((value, i) =>
      expect(Math.abs(value / (700 * (teff[i] / 5000) * Math.sqrt(star[i])) - 1)).toBeLessThan(1e-5),
    );
  });
});

describe('the quantiles of an answer', () => {
  it('are in order, and the same in every run and batch', async () => {
    const registry = await openRegistry();
    const rows = madeCandidates(40);
    const all = await registry.predict(commandOf(toTable(rows), { uncertainty: true }));
    expect(all.draws).toBe(256);
    for (let row = 0; row < rows.length; row++) {
      const [p16, p50, p84] = all.quantiles!.subarray(3 * row, 3 * row + 3);
      expect(p16).toBeLessThanOrEqual(p50);
      expect(p50).toBeLessThanOrEqual(p84);
    }
    const alone = await registry.predict(commandOf(toTable([rows[17]]), { uncertainty: true }));
    expect([...alone.quantiles!]).toEqual([...all.quantiles!.subarray(51, 54)]);
  });

  it('are the probability itself when no error is supplied', async () => {
    const registry = await openRegistry();
    const table = toTable([{ source: 'KEPLER', period: 3, radius: 2 }]);
    const { quantiles, probability } = await registry.predict(commandOf(table, { uncertainty: true }));
    expect([...quantiles!]).toEqual([probability[0], probability[0], probability[0]]);
  });
});
