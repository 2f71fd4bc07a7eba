import { describe, expect, it } from 'vitest';
import { integers, texts } from '../../../test/fits-columns';
import { doubles, fitsTableFile, floats, type TestColumn } from '../../../test/fits-file';
import { cleanFile } from '../../clean/clean-file';
import { DEFAULT_SEGMENTS } from '../../clean/segments';
import { readLightCurveFile } from '../read-light-curve';

const ROWS = 60;
const rows = Array.from({ length: ROWS }, (_, row) => row);
const series = (value: (row: number) => number) => rows.map(value);
const btjd = doubles(
  'TIME',
  series((row) => 1500 + row / 48),
);
const bkjd = (name: string) =>
  doubles(
    name,
    series((row) => 2000 + row / 48),
  );
/** Levels that differ, so that the level says which column was read. */
const level = (name: string, height: number) =>
  floats(
    name,
    series((row) => height * (1 + 1e-4 * (row % 3))),
  );
const flags = (name: string, bits: Record<number, number>) =>
  integers(
    name,
    series((row) => bits[row] ?? 0),
  );
const TESS = { TELESCOP: 'TESS', TICID: 1234 };
const K2 = { MISSION: 'K2', KEPLERID: 201000001 };
const BTJD = { BJDREFI: 2457000, BJDREFF: 0, TIMEUNIT: 'd' };
const BKJD = { BJDREFI: 2454833, BJDREFF: 0, TIMEUNIT: 'd' };

interface Made {
  columns: TestColumn[];
  primary: Record<string, string | number>;
  table?: Record<string, string | number>;
  /** What is read, and how many rows are left by each mask; 60 without flags. */
  column: string;
  level: number;
  left?: Partial<Record<'default' | 'none' | 'hard' | 'hardest', number>>;
  star: string;
}

const MADE: Record<string, Made> = {
  'the TESS pipeline': {
    columns: [btjd, level('SAP_FLUX', 900), level('PDCSAP_FLUX', 1000), flags('QUALITY', { 3: 8, 4: 16, 5: 64 })],
    primary: { TELESCOP: 'TESS', TICID: 1234, OBJECT: 'TIC 1234' },
    table: BTJD,
    column: 'PDCSAP_FLUX',
    level: 1000,
    // The default mask is 175 = 1 + 2 + 4 + 8 + 32 + 128; 64 is in the hard one, 16 only in the hardest.
    left: { default: 59, none: 60, hard: 58, hardest: 57 },
    star: 'TIC 1234',
  },
  'QLP to sector 55': {
    columns: [btjd, level('SAP_FLUX', 0.9), level('KSPSAP_FLUX', 1), flags('QUALITY', { 3: 4096, 4: 8 })],
    primary: { ...TESS, SECTOR: 20, ORIGIN: 'MIT/QLP' },
    table: BTJD,
    column: 'KSPSAP_FLUX',
    level: 1,
    left: { default: 59, hard: 58 },
    star: 'TIC 1234',
  },
  'QLP from sector 56': {
    columns: [btjd, level('SAP_FLUX', 0.9), level('DET_FLUX', 1), flags('QUALITY', { 3: 2 ** 30 })],
    primary: { ...TESS, SECTOR: 56, ORIGIN: 'MIT/QLP' },
    table: BTJD,
    column: 'DET_FLUX',
    level: 1,
    left: { default: 60, hard: 59 },
    star: 'TIC 1234',
  },
  TGLC: {
    columns: [
      { ...btjd, name: 'time' },
      level('psf_flux', 5000),
      level('aperture_flux', 4500),
      level('cal_psf_flux', 1.5),
      level('cal_aper_flux', 1),
      flags('TESS_flags', { 1: 8 }),
      flags('TGLC_flags', { 2: 1, 1: 1 }),
    ],
    primary: { TELESCOP: 'TESS', TICID: '389000001', OBJECT: 'Gaia DR3 1' },
    table: BTJD,
    column: 'CAL_APER_FLUX',
    level: 1,
    left: { default: 58, none: 60 },
    star: 'TIC 389000001',
  },
  TASOC: {
    columns: [
      btjd,
      level('FLUX_RAW', 9500),
      {
        ...floats(
          'FLUX_CORR',
          series((row) => 100 * (row % 3) - 50),
        ),
        extra: { TUNIT: 'ppm' },
      },
      flags('QUALITY', {}),
      flags('PIXEL_QUALITY', Object.fromEntries(rows.map((row) => [row, 1]))),
    ],
    primary: TESS,
    table: BTJD,
    column: 'FLUX_CORR',
    level: 1,
    left: { default: 60 },
    star: 'TIC 1234',
  },
  'eleanor and GSFC': {
    columns: [
      btjd,
      level('RAW_FLUX', 900),
      level('CORR_FLUX', 1000),
      level('FLUX_ERR', 9),
      flags('QUALITY', { 7: 2 ** 17 }),
    ],
    primary: { TELESCOP: 'TESS', TIC_ID: 29857954 },
    table: BTJD,
    column: 'CORR_FLUX',
    level: 1000,
    left: { default: 60, hardest: 59 },
    star: 'TIC 29857954',
  },
  PATHOS: {
    columns: [
      btjd,
      level('AP1_FLUX_RAW', 11),
      level('AP1_FLUX_COR', 12),
      level('PSF_FLUX_RAW', 13),
      level('PSF_FLUX_COR', 14),
      flags('DQUALITY', { 0: 8 }),
    ],
    primary: TESS,
    table: BTJD,
    column: 'PSF_FLUX_COR',
    level: 14,
    left: { default: 59 },
    star: 'TIC 1234',
  },
  CDIPS: {
    columns: [
      doubles(
        'TMID_BJD',
        series((row) => 2458500 + row / 48),
      ),
      level('IFL1', 2000),
      floats(
        'IRM1',
        series((row) => 12 + 1e-3 * (row % 3)),
      ),
      floats(
        'PCA1',
        series((row) => 12.1 + 1e-3 * (row % 3)),
      ),
      floats(
        'TFA1',
        series((row) => 12.2 + 1e-3 * (row % 3)),
      ),
      texts(
        'IRQ1',
        rows.map((row) => (row === 5 ? 'X' : 'G')),
      ),
    ],
    primary: TESS,
    table: { TIMESYS: 'TDB' },
    column: 'TFA1',
    level: 1,
    left: { default: 59, none: 60 },
    star: 'TIC 1234',
  },
  EVEREST: {
    columns: [bkjd('TIME'), level('FLUX', 1000), level('FRAW', 900), level('FCOR', 1010), flags('QUALITY', { 3: 32 })],
    primary: K2,
    table: BKJD,
    column: 'FCOR',
    level: 1010,
    left: { default: 59, none: 60 },
    star: 'EPIC 201000001',
  },
  K2SFF: {
    columns: [bkjd('T'), level('FRAW', 0.9), level('FCOR', 1), flags('MOVING', { 3: 1, 9: 1 })],
    primary: K2,
    table: { TUNIT1: 'BJD - 2454833', EXTNAME: 'BESTAPER' },
    column: 'FCOR',
    level: 1,
    left: { default: 58, none: 60 },
    star: 'EPIC 201000001',
  },
  K2VARCAT: {
    columns: [bkjd('TIME'), level('APTFLUX', 900), level('DETFLUX', 1)],
    primary: K2,
    table: { TUNIT1: 'BJD - 2454833' },
    column: 'DETFLUX',
    level: 1,
    star: 'EPIC 201000001',
  },
};

describe('what each pipeline writes', () => {
  it.each(Object.entries(MADE))(
    '%s: its corrected flux is read, with its flags, its times and its star',
    (_name, made) => {
      const bytes = fitsTableFile(ROWS, made.columns, made.primary, made.table);
      const curve = readLightCurveFile('made.fits', bytes);
      expect(curve.fluxColumn).toBe(made.column);
      expect(curve.flux[0] / made.level).toBeCloseTo(1, 2);
      expect(curve.target.name).toBe(made.star);
      expect(['header', 'column name']).toContain(curve.timeSystemFrom);
      expect(curve.notices.map(({ code }) => code).filter((code) => code !== 'flux_converted')).toEqual([]);
      for (const [mask, left] of Object.entries(made.left ?? {})) {
        const cleaned = cleanFile(curve, mask as 'default', DEFAULT_SEGMENTS);
        expect([mask, cleaned.time.length]).toEqual([mask, left]);
      }
    },
  );

  it('K2SC: the position trend is taken out of the flux', () => {
    const trend = series((row) => 30 * Math.sin(row));
    const bytes = fitsTableFile(
      ROWS,
      [
        bkjd('time'),
        doubles(
          'flux',
          series((row) => 1000 + trend[row]),
        ),
        floats(
          'error',
          series(() => 1),
        ),
        doubles('trposi', trend),
        doubles(
          'trtime',
          series(() => 0),
        ),
      ],
      K2,
      BKJD,
    );
    const { flux, fluxErr } = readLightCurveFile('k2sc.fits', bytes);
    expect(Math.max(...flux) - Math.min(...flux)).toBeLessThan(1e-9);
    expect(fluxErr?.[0]).toBe(1);
  });

  it("eleanor's error, which belongs to the raw flux, is scaled to the corrected one", () => {
    const bytes = fitsTableFile(
      ROWS,
      [btjd, level('RAW_FLUX', 500), level('CORR_FLUX', 1000), level('FLUX_ERR', 5)],
      { TIC_ID: 1234 },
      BTJD,
    );
    expect(readLightCurveFile('eleanor.fits', bytes).fluxErr?.[0]).toBeCloseTo(10, 5);
  });

  it.each([
    ['numbers in text', (row: number) => String(row === 3 ? 128 : 0)],
    ['words', (row: number) => (row === 3 ? 'bad' : 'good')],
  ])('a quality of %s is used in FITS', (_what, quality) => {
    const columns = [btjd, level('PDCSAP_FLUX', 1000), texts('QUALITY', rows.map(quality))];
    const curve = readLightCurveFile('star.fits', fitsTableFile(ROWS, columns, TESS, BTJD));
    expect(cleanFile(curve, 'default', DEFAULT_SEGMENTS).time).toHaveLength(ROWS - 1);
  });

  it('magnitudes and their errors become relative flux: 0.01 mag fainter is 0.9908', () => {
    const bytes = fitsTableFile(
      ROWS,
      [
        doubles(
          'TMID_BJD',
          series((row) => 2458500 + row / 48),
        ),
        floats(
          'TFA1',
          series((row) => (row === 10 ? 12.01 : 12)),
        ),
        floats(
          'IRE1',
          series(() => 0.001),
        ),
      ],
      TESS,
    );
    const curve = readLightCurveFile('cdips.fits', bytes);
    expect(curve.flux[10]).toBeCloseTo(10 ** -0.004, 6);
    expect(curve.fluxErr?.[0]).toBeCloseTo(0.000921, 6);
    expect(curve.notices[0]?.message).toMatch(/magnitudes were converted/);
  });
});

describe('the choice of the flux', () => {
  const file = (...columns: TestColumn[]) => fitsTableFile(ROWS, [btjd, ...columns], TESS, BTJD);
  const read = (bytes: Uint8Array, fluxColumn?: string) =>
    readLightCurveFile('star.fits', bytes, fluxColumn === undefined ? {} : { fluxColumn });

  it('is the caller’s, whatever the case of its letters', () => {
    const bytes = file(level('SAP_FLUX', 900), level('PDCSAP_FLUX', 1000), level('MY_OWN', 77));
    expect(read(bytes, 'sap_flux')).toMatchObject({ fluxColumn: 'SAP_FLUX', notices: [] });
    expect(read(bytes, 'My_Own').flux[0]).toBeCloseTo(77, 1);
    expect(() => read(bytes, 'KSPSAP_FLUX')).toThrow(
      /flux_column is KSPSAP_FLUX, expected one of the columns TIME, SAP_FLUX/,
    );
  });

  it('is told where a column that is not known looks better', () => {
    const { notices, fluxColumn } = read(file(level('FLUX', 900), level('FLUX_DTR_CLEAN', 1)));
    expect(fluxColumn).toBe('FLUX');
    expect(notices[0]?.message).toMatch(/FLUX_DTR_CLEAN looks like a corrected flux; choose it with flux_column/);
    expect(read(file(level('FLUX', 900), level('FLUX_BKG_CORR', 1))).notices).toEqual([]);
  });

  it('falls back to the raw flux where the corrected one is empty, and says so', () => {
    const empty = floats(
      'PDCSAP_FLUX',
      series(() => Number.NaN),
    );
    const { notices, fluxColumn } = read(file(level('SAP_FLUX', 900), empty));
    expect(fluxColumn).toBe('SAP_FLUX');
    expect(notices[0]?.message).toBe('PDCSAP_FLUX is empty, SAP_FLUX is used');
  });
});
