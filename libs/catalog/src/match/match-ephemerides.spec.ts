import { describe, expect, it } from 'vitest';
import { type Ephemeris, matchEphemerides } from '.';

/** An eclipsing binary and its neighbours 20″ away, unless a test moves them. */
const BINARY = {
  key: 'binary',
  star_id: '1',
  period: 3.5,
  epoch: 2455000,
  ra: 290,
  dec: 45,
  depth: 90_000,
  star_mag: 12,
};
const NEARBY = {
  key: 'nearby',
  star_id: '2',
  period: 3.5,
  epoch: 2455000,
  ra: 290,
  dec: 45 + 20 / 3600,
  depth: 300,
  star_mag: 15,
};

const matchOf = (row: Partial<Ephemeris<string>>, other: Partial<Ephemeris<string>> = {}) =>
  matchEphemerides<string>([
    { ...BINARY, ...other },
    { ...NEARBY, ...row },
  ]).get('nearby');

describe('ephemeris match', () => {
  it('names the parent, its separation and that it is stronger', () => {
    const match = matchOf({});
    expect(match).toMatchObject({ parent: 'binary', period_ratio: 1, same_star: false, weaker: true });
    expect(match!.separation_arcsec).toBeCloseTo(20, 6);
  });

  it('says of the parent that it is the stronger of the two', () => {
    const matches = matchEphemerides<string>([BINARY, NEARBY]);
    expect(matches.get('binary')).toMatchObject({ parent: 'nearby', weaker: false });
  });

  it.each([
    ['twice the period', { period: 7 }, 2],
    ['half the period', { period: 1.75 }, 0.5],
    ['the phase of the secondary eclipse', { epoch: 2455000 + 1.75 }, 1],
    ['an epoch a thousand periods later', { epoch: 2455000 + 3500 }, 1],
  ])('is found at %s', (_name, row, ratio) => {
    expect(matchOf(row)?.period_ratio).toBe(ratio);
  });

  it.each([
    ['another phase', { epoch: 2455000.7 }],
    ['another period', { period: 3.52 }],
    ['a star farther than 1°', { dec: 46.01 }],
    ['no position, on another star', { ra: null, dec: null }],
    ['no epoch', { epoch: undefined }],
    ['no period', { period: null }],
  ])('is not found with %s', (_name, row) => {
    expect(matchOf(row)).toBeUndefined();
  });

  it('asks for better agreement the farther two stars are apart', () => {
    const loose = { period: 3.5 * (1 + 3e-4), epoch: 2455000 + 3.5 * 1e-2 };
    expect(matchOf(loose)).toBeDefined();
    expect(matchOf({ ...loose, dec: 45.9 })).toBeUndefined();
  });

  it('crosses right ascension 0', () => {
    expect(matchOf({ ra: 0.001, dec: 45 }, { ra: 359.999, dec: 45 })?.separation_arcsec).toBeCloseTo(
      0.002 * 3600 * Math.cos(Math.PI / 4),
      3,
    );
  });

  it('prefers the parent that takes more light away', () => {
    const brighter = { ...BINARY, key: 'brighter', star_id: '3', star_mag: 9, dec: 45.01 };
    expect(matchEphemerides<string>([NEARBY, BINARY, brighter]).get('nearby')?.parent).toBe('brighter');
  });

  it('tells a signal that is listed twice on one star from contamination by another', () => {
    const again = { ...NEARBY, star_id: '1', ra: null, dec: null };
    expect(matchEphemerides<string>([BINARY, again]).get('nearby')).toMatchObject({
      parent: 'binary',
      same_star: true,
    });
    expect(matchEphemerides<string>([BINARY, again, { ...NEARBY, key: 'third', star_id: '1', dec: 45 }]).size).toBe(3);
  });

  it('knows one star under two names by its position', () => {
    expect(matchOf({ star_id: 'TIC 7', dec: 45 + 0.3 / 3600 })).toMatchObject({ same_star: true });
  });

  it('matches 100,000 rows in seconds, and 20,000 of one period on one star', () => {
    const sky = (index: number) => ({ ra: (index * 0.618034 * 360) % 360, dec: ((index * 0.7548777) % 1) * 160 - 80 });
    const spread = Array.from({ length: 100_000 }, (_, index) => ({
      key: index,
      period: 0.5 * 1000 ** ((index * 0.5698403) % 1),
      epoch: 2455000 + ((index * 0.3819) % 50),
      ...sky(index),
    }));
    const alike = spread.slice(0, 20_000).map((row) => ({ ...row, period: 3, epoch: 2455000, star_id: 'one' }));
    // Two seconds on an idle core; comparing all pairs takes minutes.
    const started = performance.now();
    const byChance = matchEphemerides(spread).size;
    expect(matchEphemerides(alike).size).toBe(20_000);
    expect(performance.now() - started).toBeLessThan(60_000);
    expect(byChance).toBeLessThan(100);
  }, 120_000);
});
