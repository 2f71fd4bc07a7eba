import { toTable, type CandidateRow } from '@exoplanet/contracts';
import { describe, expect, it } from 'vitest';
import { drawWithinErrors } from '../src/uncertainty/draws';
import { NormalGenerator } from '../src/uncertainty/random';
import { quantile } from '../src/uncertainty/uncertainty';
import { commandOf, madeCandidates } from './candidates';
import { openRegistry } from './model-folders';

function drawsOf(row: CandidateRow, column: string, draws = 20_000): Float64Array {
  const { columns, values } = drawWithinErrors(toTable([row]), 0, draws)!;
  return Float64Array.from({ length: draws }, (_, i) => values[i * columns.length + columns.indexOf(column)]).sort();
}

describe('draws within the errors', () => {
  it('come from a standard normal distribution', () => {
    const random = new NormalGenerator(5);
    const sample = Float64Array.from({ length: 50_000 }, () => random.next()).sort();
    // Quantiles of the normal distribution at 2.5, 16, 50, 84 and 97.5 %.
    [0.025, 0.16, 0.5, 0.84, 0.975].forEach((level, i) => {
      expect(Math.abs(quantile(sample, level) - [-1.95996, -0.99446, 0, 0.99446, 1.95996][i])).toBeLessThan(0.03);
    });
  });

  it('are as wide below and above the value as its two errors', () => {
    const sorted = drawsOf({ source: 'KEPLER', period: 100, period_err_low: 1, period_err_high: 4 }, 'period');
    expect(quantile(sorted, 0.16)).toBeCloseTo(100 - 0.99446, 1);
    expect(quantile(sorted, 0.5)).toBeCloseTo(100, 1);
    expect(Math.abs(quantile(sorted, 0.84) - (100 + 4 * 0.99446))).toBeLessThan(0.15);
  });

  it('take one error for both where one is given', () => {
    const sorted = drawsOf({ source: 'KEPLER', star_teff: 5000, star_teff_err_low: 100 }, 'star_teff');
    expect(Math.abs(quantile(sorted, 0.84) - 5099.4)).toBeLessThan(4);
  });

  it('stay in the physical range', () => {
    expect(drawsOf({ source: 'KEPLER', radius: 0.1, radius_err: 1 }, 'radius')[0]).toBeGreaterThan(0);
    const impact = drawsOf({ source: 'KEPLER', impact: 0, impact_err: 0.1 }, 'impact');
    expect(impact[0]).toBeGreaterThanOrEqual(0);
    expect(drawsOf({ source: 'KEPLER', depth: 1e6, depth_err: 1e4 }, 'depth').at(-1)).toBeLessThanOrEqual(1e6);
  });

  it('leave values without an error as they are, and there are none without any error', () => {
    const drawn = drawWithinErrors(toTable([{ source: 'TESS', period: 3, depth: 500, depth_err: 50 }]), 0, 10)!;
    const period = drawn.columns.indexOf('period');
    for (let draw = 0; draw < 10; draw++) expect(drawn.values[draw * drawn.columns.length + period]).toBe(3);
    expect(drawWithinErrors(toTable([{ source: 'TESS', period: 3, depth: 500, depth_err: 0 }]), 0, 10)).toBeUndefined();
  });
});

describe('the quantiles of an answer', () => {
  it('are in order, the same in every run and in every batch, and differ between rows', async () => {
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

  it('are the probability itself where no error is given', async () => {
    const registry = await openRegistry();
    const table = toTable([{ source: 'KEPLER', period: 3, radius: 2 }]);
    const { quantiles, probability } = await registry.predict(commandOf(table, { uncertainty: true }));
    expect([...quantiles!]).toEqual([probability[0], probability[0], probability[0]]);
  });
});
