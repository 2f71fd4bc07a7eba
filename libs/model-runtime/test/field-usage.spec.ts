import { describe, expect, it } from 'vitest';
import { type CandidateRow, COLUMNS, DIAGNOSTICS, MEASUREMENTS, SOURCES, toTable } from '@exoplanet/contracts';
import { FieldUsage } from '../src/model/field-usage';
import { fullTable, madeCandidates } from './candidates';

const NAMES = MEASUREMENTS.map(({ name }) => name);
const DIAGNOSTIC_NAMES = DIAGNOSTICS.map(({ name }) => name);

function missing(row: CandidateRow, features: readonly string[] = COLUMNS): string[] {
  const { lists, index } = new FieldUsage(features).of(toTable([row]));
  return lists[index[0]];
}

/** Fields that a model uses, by mission: for Kepler no proper motion and no error of the temperature, for the others no diagnostics. */
const BY_SOURCE = {
  KEPLER: COLUMNS.filter((name) => !/^star_pm|^teq_err/.test(name) && name !== `diagnostics.${DIAGNOSTIC_NAMES[0]}`),
  TESS: COLUMNS.filter((name) => !/^impact|^diagnostics/.test(name)),
  K2: COLUMNS.filter((name) => !/^(duration|depth|diagnostics)/.test(name)),
};

function bothLists(row: CandidateRow): { missing: string[]; ignored: string[] } {
  const { lists, ignored, index } = new FieldUsage(COLUMNS, BY_SOURCE).of(toTable([row]));
  return { missing: lists[index[0]], ignored: ignored[index[0]] };
}

/** An independent implementation of the rule, on the JSON of one row. */
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
  it('are none when every field is supplied', () => {
    expect(new FieldUsage(COLUMNS).of(fullTable(2))).toEqual({
      lists: [[]],
      ignored: [[]],
      index: Uint16Array.of(0, 0),
    });
  });

  it('name each measurement, the errors of supplied ones, and the diagnostics as a whole', () => {
    const list = missing({ source: 'KEPLER', period: 3, radius: 2, radius_err: 0.1 });
    expect(list).toEqual([
      'period_err',
      ...NAMES.filter((name) => name !== 'period' && name !== 'radius'),
      'diagnostics',
    ]);
  });

  it('name the one absent error when the other is supplied', () => {
    expect(missing({ source: 'TESS', period: 3, period_err_low: 0.1 })).toContain('period_err_high');
    expect(missing({ source: 'TESS', period: 3, period_err_low: 0.1 })).not.toContain('period_err');
  });

  it('name each absent diagnostic when some are supplied', () => {
    const list = missing({ source: 'KEPLER', diagnostics: { [DIAGNOSTIC_NAMES[2]]: 1 } });
    expect(list.filter((name) => name.startsWith('diagnostics'))).toEqual(
      DIAGNOSTIC_NAMES.filter((_, i) => i !== 2).map((name) => `diagnostics.${name}`),
    );
  });

  it('are only fields of the model', () => {
    expect(missing({ source: 'K2', depth: 3 }, ['source', 'period', 'radius', 'radius_err_low'])).toEqual([
      'period',
      'radius',
    ]);
    expect(missing({ source: 'K2', radius: 3 }, ['source', 'period', 'radius', 'radius_err_low'])).toEqual([
      'period',
      'radius_err',
    ]);
  });

  it('are right for every row of a mixed table, with one shared list for each mission and pattern', () => {
    const rows = madeCandidates(500).flatMap((row) => [row, { source: row.source, period: 1 }]);
    const { lists, index } = new FieldUsage(COLUMNS).of(toTable(rows));
    rows.forEach((row, i) => expect(lists[index[i]]).toEqual(expectedFor(row)));
    expect(new Set(rows.map((_, i) => (i % 2 ? index[i] : -1))).size).toBe(1 + SOURCES.length);
  });
});

describe('the fields that a model uses for one mission', () => {
  it('are the only ones that can be missing', () => {
    const { missing: kepler } = bothLists({ source: 'KEPLER', period: 3, teq: 800 });
    expect(kepler).toEqual(expect.arrayContaining(['period_err', 'duration', 'diagnostics']));
    expect(kepler.filter((name) => /^star_pm|^teq/.test(name))).toEqual([]);
    const { missing: k2 } = bothLists({ source: 'K2', period: 3 });
    expect(k2).toEqual(expect.arrayContaining(['radius', 'star_pmra']));
    expect(k2.filter((name) => /^(duration|depth|diagnostics)/.test(name))).toEqual([]);
  });

  it('are separate from those that were supplied but not used', () => {
    expect(
      bothLists({ source: 'K2', period: 3, duration: 2, duration_err: 0.1, depth: 5, depth_err_low: 1 }).ignored,
    ).toEqual(['duration', 'duration_err', 'depth', 'depth_err_low']);
    expect(bothLists({ source: 'KEPLER', teq: 800, teq_err: 20 }).ignored).toEqual(['teq_err']);
    expect(bothLists({ source: 'KEPLER', teq: 800, star_pmra: 1 }).ignored).toEqual(['star_pmra']);
    expect(bothLists({ source: 'TESS', teq: 800, teq_err: 20, star_pmra: 1 }).ignored).toEqual([]);
  });

  it('leave other diagnostics ignored by name, or as a whole when the mission uses none', () => {
    const diagnostics = Object.fromEntries(DIAGNOSTIC_NAMES.slice(0, 3).map((name) => [name, 1]));
    const kepler = bothLists({ source: 'KEPLER', period: 3, diagnostics });
    expect(kepler.ignored).toEqual([`diagnostics.${DIAGNOSTIC_NAMES[0]}`]);
    expect(kepler.missing.filter((name) => name.startsWith('diagnostics'))).toEqual(
      DIAGNOSTIC_NAMES.slice(3).map((name) => `diagnostics.${name}`),
    );
    expect(bothLists({ source: 'TESS', period: 3, diagnostics }).ignored).toEqual(['diagnostics']);
  });

  it('depend on the mission of each row in one table', () => {
    const rows = (['KEPLER', 'TESS', 'K2', 'TESS'] as const).map((source) => ({
      source,
      period: 3,
      impact: 0.1,
      depth: 100,
    }));
    const { ignored, index } = new FieldUsage(COLUMNS, BY_SOURCE).of(toTable(rows));
    expect([...index].map((place) => ignored[place])).toEqual([[], ['impact'], ['depth'], ['impact']]);
    expect([...index]).toEqual([0, 1, 2, 1]);
  });

  it('are all fields of the model when its card does not say; a supplied field that the model lacks is ignored', () => {
    const { lists, ignored, index } = new FieldUsage(['source', 'period']).of(toTable([{ source: 'K2', depth: 3 }]));
    expect([lists[index[0]], ignored[index[0]]]).toEqual([['period'], ['depth']]);
  });
});
