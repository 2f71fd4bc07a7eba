import { COLUMNS, DIAGNOSTICS, MEASUREMENTS, toTable, type CandidateRow } from '@exoplanet/contracts';
import { describe, expect, it } from 'vitest';
import { MissingFields } from '../src/predictions/missing-fields';
import { fullTable, madeCandidates } from './candidates';

const NAMES = MEASUREMENTS.map(({ name }) => name);
const DIAGNOSTIC_NAMES = DIAGNOSTICS.map(({ name }) => name);

function missing(row: CandidateRow, features: readonly string[] = COLUMNS): string[] {
  const { lists, index } = new MissingFields(features).of(toTable([row]));
  return lists[index[0]];
}

/** The rule once more, row by row on the JSON: an independent implementation. */
function expectedFor(row: CandidateRow): string[] {
  const given = (name: string) => typeof row[name] === 'number';
  const diagnostics = (row.diagnostics ?? {}) as Record<string, unknown>;
  const absent = DIAGNOSTIC_NAMES.filter((name) => typeof diagnostics[name] !== 'number');
  const measured = MEASUREMENTS.flatMap(({ name, errors }) => {
    if (!given(name)) return [name];
    return errors && !given(`${name}_err`) ? [`${name}_err`] : [];
  });
  return [
    ...measured,
    ...(absent.length === DIAGNOSTIC_NAMES.length ? ['diagnostics'] : absent.map((name) => `diagnostics.${name}`)),
  ];
}

describe('the missing fields of an answer', () => {
  it('are none when everything is given', () => {
    expect(new MissingFields(COLUMNS).of(fullTable(2))).toEqual({ lists: [[]], index: Uint16Array.of(0, 0) });
  });

  it('name each measurement, the errors of given ones, and diagnostics as a whole', () => {
    const list = missing({ source: 'KEPLER', period: 3, radius: 2, radius_err: 0.1 });
    expect(list).toEqual([
      'period_err',
      ...NAMES.filter((name) => name !== 'period' && name !== 'radius'),
      'diagnostics',
    ]);
  });

  it('name the one error that is absent beside the other', () => {
    expect(missing({ source: 'TESS', period: 3, period_err_low: 0.1 })).toContain('period_err_high');
    expect(missing({ source: 'TESS', period: 3, period_err_low: 0.1 })).not.toContain('period_err');
  });

  it('name each absent diagnostic when some are given', () => {
    const list = missing({ source: 'KEPLER', diagnostics: { [DIAGNOSTIC_NAMES[2]]: 1 } });
    expect(list.filter((name) => name.startsWith('diagnostics'))).toEqual(
      DIAGNOSTIC_NAMES.filter((_, i) => i !== 2).map((name) => `diagnostics.${name}`),
    );
  });

  it('are those of the model only', () => {
    expect(missing({ source: 'K2', depth: 3 }, ['source', 'period', 'radius', 'radius_err_low'])).toEqual([
      'period',
      'radius',
    ]);
    expect(missing({ source: 'K2', radius: 3 }, ['source', 'period', 'radius', 'radius_err_low'])).toEqual([
      'period',
      'radius_err',
    ]);
  });

  it('are right for every row of a mixed table, and equal lists of fields are told once for each pattern', () => {
    const rows = madeCandidates(500).flatMap((row) => [row, { source: row.source, period: 1 }]);
    const { lists, index } = new MissingFields(COLUMNS).of(toTable(rows));
    rows.forEach((row, i) => expect(lists[index[i]]).toEqual(expectedFor(row)));
    expect(new Set(rows.map((_, i) => (i % 2 ? index[i] : -1))).size).toBe(2);
  });
});
