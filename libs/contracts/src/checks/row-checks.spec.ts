import { describe, expect, it } from 'vitest';
import { CHECKED_FIELDS, type CheckedField, checkRow } from './row-checks';
import { likelyMistake, UNIT_MISTAKES } from './unit-mistakes';

type Row = Partial<Record<CheckedField, number>>;

/** K00752.01 as in the archive's cumulative KOI table. */
const KOI: Row = {
  period: 9.48803557,
  duration: 2.9575,
  depth: 615.8,
  depth_err_low: 19.5,
  depth_err_high: 19.5,
  radius: 2.26,
  impact: 0.146,
  snr: 35.8,
  teq: 793,
  insol: 93.59,
  star_teff: 5455,
  star_logg: 4.467,
  star_radius: 0.927,
};

const valuesOf = (row: Row) => Float64Array.from(CHECKED_FIELDS, (name) => row[name] ?? NaN);
const failed = (changes: Row) =>
  checkRow(valuesOf({ ...KOI, ...changes })).map(({ check, impossible }) => `${check}${impossible ? '!' : ''}`);
const mistakeIn = (changes: Row) => {
  const found = UNIT_MISTAKES[likelyMistake(valuesOf({ ...KOI, ...changes }))];
  return found && `${found.field} in ${found.unit}`;
};

describe('the fields of a row', () => {
  it('agree with each other in a row of the archive', () => {
    expect(failed({})).toEqual([]);
  });

  it.each<[string, Row, string[]]>([
    ['a radius of 100 R⊕ with a depth of 616 ppm', { radius: 100 }, ['depth!']],
    ["the same without the star's radius", { radius: 100, star_radius: undefined, insol: undefined }, ['depth!']],
    [
      'the same with neither radius nor log g of the star',
      { radius: 100, star_radius: undefined, star_logg: undefined, impact: undefined, insol: undefined },
      ['depth!'],
    ],
    ['a depth above all the light of the star', { depth: 1_541_400 }, ['depth!', 'snr!']],
    ['an impact parameter of 2', { impact: 2 }, ['impact!']],
    ['an impact parameter of 100', { impact: 100 }, ['impact!']],
    ['an S/N of 5 with a depth of 616 ± 19.5 ppm', { snr: 5 }, ['snr!']],
    ['an equilibrium temperature of 10 K with an insolation of 94', { teq: 10 }, ['equilibrium_temperature!']],
    ['a log g of 1 on 0.93 R☉', { star_logg: 1 }, ['surface_gravity!']],
    ['a stellar mass of 20 M☉', { 'diagnostics.koi_smass': 20 }, ['stellar_mass!']],
    ['a period of 0.02 d', { period: 0.02 }, ['orbit!', 'insolation!']],
    ['a duration in days', { duration: 2.9575 / 24 }, ['duration!']],
    ['a duration of more than the period', { duration: 240 }, ['duration!']],
    ['an insolation of the Earth on an orbit of 9 days', { insol: 1, teq: 278 }, ['insolation']],
    ['a star of 100 R☉ with the same log g', { star_radius: 100 }, ['surface_gravity!']],
  ])('contradict each other: %s', (_, changes, expected) => {
    expect(failed(changes)).toEqual(expect.arrayContaining(expected));
  });

  it('are not compared where one of them is missing', () => {
    expect(checkRow(valuesOf({}))).toEqual([]);
    for (const name of CHECKED_FIELDS) expect(failed({ [name]: undefined })).toEqual([]);
  });

  it('are only unusual where a real system could look like this', () => {
    // A grazing eclipse, an eccentric orbit, and a planet of a giant whose radius is overestimated.
    expect(failed({ impact: undefined, radius: 6 })).toEqual(['depth']);
    expect(failed({ duration: 2.9575 * 3.5 })).toEqual(['duration']);
    expect(
      failed({ star_radius: 10, star_logg: 2.5, depth: undefined, period: 0.9, insol: undefined, teq: undefined }),
    ).toContain('orbit');
  });

  it('accept a short transit of a giant: it may belong to a dwarf in the same aperture', () => {
    const giant = {
      star_radius: 12,
      star_logg: 2.75,
      period: 222,
      duration: 1.94,
      impact: 0.15,
      radius: 30,
      depth: 643,
    };
    expect(checkRow(valuesOf(giant)).filter(({ impossible }) => impossible)).toEqual([]);
  });

  it('accept an insolation that a table has rounded to 0', () => {
    expect(failed({ insol: 0 })).toEqual([]);
  });
});

describe('the likely unit of a row that contradicts itself', () => {
  it.each<[string, Row]>([
    ['duration in days', { duration: 2.9575 / 24 }],
    ['duration in minutes', { duration: 2.9575 * 60 }],
    ['period in hours', { period: 9.488 * 24 }],
    ['period in years', { period: 9.488 / 365.25 }],
    ['depth in a fraction', { depth: 6.158e-4, depth_err_low: 1.95e-5, depth_err_high: 1.95e-5 }],
    ['depth in per cent', { depth: 0.06158, depth_err_low: 1.95e-3, depth_err_high: 1.95e-3 }],
    ['radius in Jupiter radii', { radius: 2.26 / 11.209 }],
    ['radius in solar radii', { radius: 2.26 / 109.076 }],
  ])('is %s', (expected, changes) => {
    expect(mistakeIn(changes)).toBe(expected);
  });

  it('is unknown where no unit explains the row, and for a row that agrees', () => {
    expect([mistakeIn({}), mistakeIn({ teq: 10 }), mistakeIn({ impact: 2 })]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });
});
