import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { readLightCurveFile } from './read-light-curve';

const rows = Array.from({ length: 30 }, (_, row) => row);
const read = (content: string) => readLightCurveFile('star.csv', new TextEncoder().encode(content));

describe('a light curve in text', () => {
  it('is read with the column names of the Kepler archive, comments and gaps', () => {
    const content = [
      '# KIC 757450',
      '# quarter: 1',
      'time_bkjd,sap_flux,pdcsap_flux,pdcsap_flux_err,sap_quality,mom_centr1,mom_centr2,pos_corr1,pos_corr2',
      ...rows.map(
        (row) => `${131.5 + row},8700,${row === 4 ? '' : 11000 + row},5.1,${row === 5 ? 128 : 0},73.4,46.2,0.03,0.07`,
      ),
    ];
    const curve = readLightCurveFile('star.csv.gz', gzipSync(content.join('\r\n')));
    expect(curve).toMatchObject({
      target: { name: 'KIC 757450', mission: 'KEPLER' },
      stretch: 'Q1',
      timeSystem: 'BKJD',
      timeSystemFrom: 'column name',
      fluxColumn: 'pdcsap_flux',
    });
    expect(Array.from(curve.flux.subarray(3, 6))).toEqual([11003, Number.NaN, 11005]);
    expect(curve.quality?.[5]).toBe(128);
    expect([curve.fluxErr?.[0], curve.centroidCol?.[0], curve.motionRow?.[0]]).toEqual([5.1, 73.4, 0.07]);
    expect(curve.cadence).toBe(1);
  });

  it.each([[','], [';'], ['\t'], ['   ']])('is split by %j, with or without a header', (separator) => {
    const body = rows.map((row) => [1400 + row / 48, 1 + row * 1e-5, 1e-4].join(separator)).join('\n');
    const named = read(
      `${['Time (BTJD)', 'Flux', 'Flux Error'].map((name) => (separator.trim() === '' && separator !== '\t' ? name.replaceAll(' ', '_') : name)).join(separator)}\n${body}`,
    );
    const bare = read(body);
    expect(bare.time).toEqual(named.time);
    expect(bare.flux).toEqual(named.flux);
    expect(bare.fluxErr).toEqual(named.fluxErr);
    expect(named).toMatchObject({ timeSystem: 'BTJD', timeSystemFrom: 'column name' });
    expect(bare).toMatchObject({ timeSystem: 'BTJD', timeSystemFrom: 'assumed' });
  });

  it.each([
    ['bjd,flux', 2457000, 'BJD', 'column name', 2457000],
    ['time,flux', 2459000, 'BJD', 'values', 2459000],
    ['time_btjd,flux', 100, 'BTJD', 'column name', 100],
    ['mjd,flux', 58000, 'BJD', 'column name', 2458000.5],
    ['time [BJD - 2454833],flux', 500, 'BKJD', 'column name', 500],
    ['time,flux', 150, 'BKJD', 'assumed', 150],
  ])('under %s at %d is in %s, by its %s', (header, first, timeSystem, timeSystemFrom, time) => {
    const curve = read(
      [
        header.replace('mjd', 'time_mjd').replace('time_mjd', 'time (MJD)'),
        ...rows.map((row) => `${first + row},1`),
      ].join('\n'),
    );
    expect(curve).toMatchObject({ timeSystem, timeSystemFrom });
    expect(curve.time[0]).toBe(time);
  });
});

describe('a light curve in JSON', () => {
  it('is read from arrays, null being missing', () => {
    const body = {
      name: 'TIC 307210830',
      time: rows.map((row) => 1354 + row / 48),
      flux: rows.map((row) => (row === 2 ? null : 1)),
      flux_err: rows.map(() => 1e-4),
      quality: rows.map(() => 0),
      centroid_col: rows.map(() => 3.5),
      centroid_row: rows.map(() => 4.5),
    };
    const curve = read(JSON.stringify(body));
    expect(curve).toMatchObject({
      target: { name: 'TIC 307210830', mission: 'TESS' },
      timeSystem: 'BTJD',
      timeSystemFrom: 'mission',
    });
    expect(curve.flux[2]).toBeNaN();
    expect(curve.centroidRow?.[0]).toBe(4.5);
  });
});
