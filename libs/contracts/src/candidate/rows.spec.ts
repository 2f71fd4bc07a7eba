import { describe, expect, it } from 'vitest';
import { COLUMNS } from './fields';
import { hasMeasurement, toFeatures, toTable } from './rows';

describe('candidates as a table', () => {
  it('has only the columns that some row fills, and NaN for missing values', () => {
    const table = toTable([
      { source: 'KEPLER', period: 1.5, period_err: 0.01 },
      { source: 'K2', radius: 2, radius_err_low: 0.1, radius_err_high: null },
    ]);
    expect(table.columns).toEqual([
      'source',
      'period',
      'period_err_low',
      'period_err_high',
      'radius',
      'radius_err_low',
    ]);
    expect([...table.values]).toEqual([0, 1.5, 0.01, 0.01, NaN, NaN, 2, NaN, NaN, NaN, 2, 0.1].map(Math.fround));
  });

  it('prefers a specific error to the common one', () => {
    const { columns, values } = toTable([{ source: 'TESS', depth: 900, depth_err: 30, depth_err_low: 12 }]);
    expect(Object.fromEntries(columns.map((name, index) => [name, values[index]]))).toEqual({
      source: 1,
      depth: 900,
      depth_err_low: 12,
      depth_err_high: 30,
    });
  });

  it('arranges the columns in the order of the features', () => {
    const table = toTable([{ source: 'TESS', period: 3, diagnostics: { koi_smet: -0.25 } }]);
    expect([...toFeatures(table, ['depth', 'diagnostics.koi_smet', 'period', 'source'])]).toEqual([NaN, -0.25, 3, 1]);
  });

  it('leaves out the epoch, names and ids, which are not features', () => {
    const { columns } = toTable([{ source: 'KEPLER', period: 1, epoch: 2455000, id: 'K1', star_id: '1' }]);
    expect(columns).toEqual(['source', 'period']);
    expect(COLUMNS).not.toContain('epoch');
  });

  it('detects a row without any measurement', () => {
    expect(hasMeasurement({ source: 'KEPLER', epoch: 1, id: 'x' })).toBe(false);
    expect(hasMeasurement({ source: 'KEPLER', period: null })).toBe(false);
    expect(hasMeasurement({ source: 'KEPLER', diagnostics: { koi_smet: 0 } })).toBe(true);
    expect(hasMeasurement({ source: 'KEPLER', star_mag: 11 })).toBe(true);
  });
});
