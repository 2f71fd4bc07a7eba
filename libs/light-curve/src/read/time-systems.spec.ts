import { describe, expect, it } from 'vitest';
import { pairs, texts } from '../../test/fits-columns';
import { doubles, fitsTableFile, floats, type TestColumn } from '../../test/fits-file';
import type { LightCurveError } from '../errors';
import { readLightCurveFile } from './read-light-curve';

const ROWS = 30;
const rows = Array.from({ length: ROWS }, (_, row) => row);
const flux = floats(
  'FLUX',
  rows.map((row) => 1000 + (row % 3)),
);
type Cards = Record<string, string | number>;
const steps = (first: number, step: number) =>
  doubles(
    'TIME',
    rows.map((row) => first + row * step),
  );
const read = (time: TestColumn, table: Cards, timeSystem?: 'BTJD' | 'MJD') =>
  readLightCurveFile('star.fits', fitsTableFile(ROWS, [time, flux], {}, table), timeSystem ? { timeSystem } : {});
const text = (header: string, row: (index: number) => string) =>
  readLightCurveFile('star.csv', new TextEncoder().encode([header, ...rows.map(row)].join('\n')));
const refusal = (attempt: () => unknown): string => {
  try {
    attempt();
  } catch (error) {
    return (error as LightCurveError).message;
  }
  throw new Error('the file was read');
};
const BARYCENTRIC: Cards = { TIMESYS: 'TDB', TREFPOS: 'BARYCENTER' };
/** MJD 60000.25 is JD 2460000.75. */
const REFERENCE: Cards = { MJDREFI: 60000, MJDREFF: 0.25 };

describe('the reference date in a header', () => {
  const found: [what: string, time: TestColumn, table: Cards, system: string, first: number][] = [
    ['BJDREFI of Kepler', steps(500, 0.02), { BJDREFI: 2454833, BJDREFF: 0 }, 'BKJD', 500],
    ['BJDREFI and BJDREFF of no mission', steps(500, 0.02), { BJDREFI: 2455000, BJDREFF: 0.5 }, 'BJD', 2455500.5],
    ['BJDREFI over a mission that has another', steps(500, 0.02), { BJDREFI: 2454833, TELESCOP: 'TESS' }, 'BKJD', 500],
    ['MJDREFI and MJDREFF', steps(0.3, 0.02), { ...REFERENCE, ...BARYCENTRIC }, 'BJD', 2460001.05],
    ['MJDREF', steps(1, 0.02), { MJDREF: 56999.5, ...BARYCENTRIC }, 'BTJD', 1],
    ['JDREFI and JDREFF', steps(10, 0.02), { JDREFI: 2458000, JDREFF: 0.5, ...BARYCENTRIC }, 'BJD', 2458010.5],
    ['JDREF', steps(10, 0.02), { JDREF: 2457000, ...BARYCENTRIC }, 'BTJD', 10],
    ['DATEREF', steps(10, 0.02), { DATEREF: '2019-01-01T00:00:00', ...BARYCENTRIC }, 'BJD', 2458494.5],
    ['seconds by TIMEUNIT', steps(86400, 1800), { ...REFERENCE, ...BARYCENTRIC, TIMEUNIT: 's' }, 'BJD', 2460001.75],
    ['hours by TUNIT', steps(24, 0.5), { ...REFERENCE, ...BARYCENTRIC, TUNIT1: 'h', TIMEUNIT: 'd' }, 'BJD', 2460001.75],
    ['TIMEZERO', steps(0, 0.02), { ...REFERENCE, ...BARYCENTRIC, TIMEZERO: 1 }, 'BJD', 2460001.75],
    ['a format in place of TIMESYS', steps(58000, 0.02), { TIMESYS: 'mjd' }, 'BJD', 2458000.5],
    ['the unit of the column', steps(500, 0.02), { TUNIT1: 'BJD - 2454833' }, 'BKJD', 500],
    ['the unit of the column, with a comma', steps(500, 0.02), { TUNIT1: 'BJD - 2457000, days' }, 'BTJD', 500],
    [
      'the unit of the column over a MJDREF of 0',
      steps(500, 0.02),
      { TUNIT1: 'BJD - 2457000', MJDREF: 0 },
      'BTJD',
      500,
    ],
  ];

  it.each(found)('%s is used', (_what, time, table, system, first) => {
    const curve = read(time, table);
    expect(curve.timeSystem).toBe(system);
    expect(curve.time[0]).toBeCloseTo(first, 6);
    expect(curve.notices.map(({ code }) => code)).not.toContain('time_system_assumed');
  });

  it('gives the exposure in days where TIMEUNIT is seconds', () => {
    const curve = read(steps(0, 1800), { ...REFERENCE, ...BARYCENTRIC, TIMEUNIT: 's', TIMEDEL: 1800 });
    expect(curve.cadence).toBeCloseTo(1800 / 86400, 12);
  });

  it('that leads to an impossible date is a question, not a guess', () => {
    expect(refusal(() => read(steps(2459000, 0.02), { BJDREFI: 2457000 }))).toMatch(
      /Julian date 4916000\.0, expected a date from 1975 to 2100; say what the times are with time_system/,
    );
    expect(refusal(() => read(steps(1500, 0.02), { MJDREF: 0 }))).toMatch(/reference date in the header/);
    expect(read(steps(1500, 0.02), { MJDREF: 0 }, 'BTJD')).toMatchObject({
      timeSystem: 'BTJD',
      timeSystemFrom: 'given',
    });
  });

  it('may be written in quotes', () => {
    expect(read(steps(500, 0.02), { BJDREFI: '2454833' }).timeSystem).toBe('BKJD');
  });

  it('in a unit that is not known is refused', () => {
    expect(refusal(() => read(steps(1, 1), { ...REFERENCE, TIMEUNIT: 'fortnight' }))).toMatch(
      /TIMEUNIT is fortnight, expected d, h, min or s/,
    );
  });
});

describe('times in two parts', () => {
  const whole = rows.map(() => 2459001);
  const part = rows.map((row) => -0.2 + row / 48);

  it('of one cell are added, as astropy writes them', () => {
    const curve = read(pairs('time', whole, part), { TIMESYS: 'TDB', JDREFI: 0, JDREFF: 0, TREFPOS: 'BARYCENTER' });
    expect(curve).toMatchObject({ timeSystem: 'BJD', timeSystemFrom: 'header', notices: [] });
    expect(curve.time[0]).toBeCloseTo(2459000.8, 8);
  });

  it('of two columns are added', () => {
    const columns = [doubles('time.jd1', whole), doubles('time.jd2', part), flux];
    const curve = readLightCurveFile('star.fits', fitsTableFile(ROWS, columns, {}, BARYCENTRIC));
    expect(curve.time[0]).toBeCloseTo(2459000.8, 8);
  });
});

describe('names of time columns', () => {
  it.each([
    ['mjd', 55641.04, 'BJD', 2455641.54],
    ['MJD [d]', 55641.04, 'BJD', 2455641.54],
    ['mjd_tdb', 55641.04, 'BJD', 2455641.54],
    ['jd', 2458000.5, 'BJD', 2458000.5],
    ['HJD', 2458000.5, 'BJD', 2458000.5],
    ['HJD-2450000', 8000.5, 'BJD', 2458000.5],
    ['BJD - 2454833', 2144.1, 'BKJD', 2144.1],
    ['BJD_TDB', 2458000.5, 'BJD', 2458000.5],
    ['bjd_tdb - 2457000', 1500, 'BTJD', 1500],
    ['rjd', 58000.5, 'BJD', 2458000.5],
    ['TIME_BTJD', 1500, 'BTJD', 1500],
    ['Time (BKJD)', 200, 'BKJD', 200],
    ['unix', 1600000000, 'BJD', 1600000000 / 86400 + 2440587.5],
  ])('%s at %d is %s %d', (name, first, system, expected) => {
    const step = name === 'unix' ? 1800 : 0.02;
    const curve = text(`${name},flux`, (row) => `${first + row * step},${1 + 1e-4 * (row % 3)}`);
    expect(curve.timeSystem).toBe(system);
    expect(curve.time[0]).toBeCloseTo(expected, 5);
  });

  it('barycentric dates are taken before others in the same table', () => {
    const curve = text('TMID_UTC,time,BJD,flux', (row) => `${2458000 + row},${row},${2458000.01 + row},1`);
    expect(curve.time[0]).toBe(2458000.01);
  });

  it('an error of the time, or a correction, is no time', () => {
    expect(refusal(() => text('time_err,timecorr,flux', () => '1,2,3'))).toMatch(/expected a column named time, bjd/);
  });

  it('a name that leads to an impossible date is a question', () => {
    expect(refusal(() => text('time_bkjd,flux', (row) => `${2455000 + row},1`))).toMatch(/by the column time_bkjd/);
    expect(refusal(() => text('bjd,flux', (row) => `${1500 + row},1`))).toMatch(
      /send|say what the times are with time_system/,
    );
  });

  it('seconds since 1970 under a bare name are refused, with what to do', () => {
    const message = refusal(() => text('time,flux', (row) => `${1600000000 + 1800 * row},1`));
    expect(message).toMatch(/seconds \(since 1970\?\).*name the column unix/);
  });

  it('days from the start of a simulation, in seconds, are converted', () => {
    const curve = text('time [s],flux', (row) => `${1800 * row},1`);
    expect(curve.cadence).toBeCloseTo(1 / 48, 10);
    expect(curve.timeSystemFrom).toBe('assumed');
  });
});

describe('the mission that the caller names', () => {
  it('says what bare times are, and which flags count, where the file does not', () => {
    const lines = ['time,flux,quality', ...rows.map((row) => `${1500 + row},1,16`)];
    const bytes = new TextEncoder().encode(lines.join('\n'));
    expect(readLightCurveFile('star.csv', bytes)).toMatchObject({ timeSystem: 'BTJD', timeSystemFrom: 'assumed' });
    const kepler = readLightCurveFile('star.csv', bytes, { mission: 'KEPLER' });
    expect(kepler).toMatchObject({ timeSystem: 'BKJD', timeSystemFrom: 'mission', target: { mission: 'KEPLER' } });
    expect(readLightCurveFile('tic1234.csv', bytes, { mission: 'KEPLER' }).target.mission).toBe('TESS');
  });
});

describe('a comment in running text', () => {
  const commented = (comment: string, first: number) =>
    readLightCurveFile(
      'star.txt',
      new TextEncoder().encode([comment, 'time flux', ...rows.map((row) => `${first + row} 1`)].join('\n')),
    );

  it.each([
    ['# time is BJD - 2450000', 8500, 'BJD', 2458500],
    ['# Column 1: HJD - 2450000 (days)', 8500, 'BJD', 2458500],
    ['# times in MJD, flux normalised', 58499.5, 'BJD', 2458500],
    ['# Time [BTJD]  Flux', 1500, 'BTJD', 1500],
  ])('%s is used for the times %d', (comment, first, system, expected) => {
    const curve = commented(comment, first);
    expect([curve.timeSystem, curve.timeSystemFrom, curve.time[0]]).toEqual([system, 'header', expected]);
  });

  it('that cannot be meant is not used, and one with HJD says what it costs', () => {
    expect(commented('# made at the date JD 2460000', 1500).timeSystemFrom).toBe('assumed');
    expect(commented('# Column 1: HJD - 2450000', 8500).notices[0]?.message).toMatch(/heliocentric \(HJD\)/);
  });
});

describe('dates', () => {
  it('in ISO are read from text, and cost what UTC costs', () => {
    const curve = text(
      'date,flux',
      (row) => `2019-08-01T${String(row % 24).padStart(2, '0')}:30:00,${row < 24 ? 1 : ''}`,
    );
    expect(curve.time[0]).toBeCloseTo(2458696.5 + 0.5 / 24, 8);
    expect(curve.notices.map(({ message }) => message).join()).toMatch(/UTC is about 69 s behind TDB/);
  });

  it('in ISO are read from FITS', () => {
    const dates = texts(
      'TIME',
      rows.map((row) => `2019-08-${String(row + 1).padStart(2, '0')}T12:00:00.000`),
    );
    expect(read(dates, BARYCENTRIC).time[0]).toBe(2458697);
  });
});

describe('times that are not BJD (TDB)', () => {
  const notice = (time: TestColumn, table: Cards) =>
    read(time, table)
      .notices.map(({ message }) => message)
      .join();

  it('say what heliocentric times and UTC cost', () => {
    const hjd = notice(steps(2458000, 0.02), { TUNIT1: 'HJD' });
    expect(hjd).toMatch(/heliocentric \(HJD\), up to 4 s/);
    const utc = notice(steps(0, 0.02), { ...REFERENCE, TIMESYS: 'UTC', TREFPOS: 'TOPOCENTER' });
    expect(utc).toMatch(/up to 8\.3 min/);
    expect(utc).toMatch(/69 s/);
    expect(notice(steps(0, 0.02), { ...REFERENCE, ...BARYCENTRIC })).toBe('');
    expect(notice(steps(0, 0.02), { ...REFERENCE, TIMESYS: 'TDB' })).toBe('');
    expect(notice(steps(0, 0.02), { ...REFERENCE, TIMESYS: 'TDB', TREFPOS: 'TOPOCENTER' })).toMatch(/8\.3 min/);
  });
});
