import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { LightCurveFault } from '@exoplanet/contracts';
import { doubles, fitsImageFile, fitsTableFile, floats } from '../../test/fits-file';
import { LightCurveError } from '../errors';
import type { ReadOptions } from './limits';
import { readLightCurveFile, readLightCurveFiles } from './read-light-curve';

const text = (content: string) => new TextEncoder().encode(content);
const times = Float64Array.from({ length: 100 }, (_, row) => 131.5 + row * 0.02);
const fluxes = Float64Array.from({ length: 100 }, (_, row) => 1000 + (row % 7));
const csv = (time: ArrayLike<number>, flux: ArrayLike<number | string>) =>
  text(['time,flux', ...Array.from(time, (at, row) => `${at},${flux[row]}`)].join('\n'));
/** Zeros of as many MiB as given, in gzip members of one MiB. */
const zipBomb = (mebibytes: number) =>
  new Uint8Array(Buffer.concat(new Array<Buffer>(mebibytes).fill(gzipSync(new Uint8Array(2 ** 20)))));
const zeros = (name: string) => ({ name, format: 'B', bytesPerRow: 1, write: () => undefined });
const goodFits = fitsTableFile(100, [doubles('TIME', times), floats('PDCSAP_FLUX', fluxes)]);

function failure(bytes: Uint8Array, options?: ReadOptions): LightCurveError {
  try {
    readLightCurveFile('star.dat', bytes, options);
  } catch (error) {
    if (error instanceof LightCurveError) return error;
    throw error;
  }
  throw new Error('the file was read');
}

const cases: [name: string, code: LightCurveFault, expected: RegExp, bytes: () => Uint8Array, options?: ReadOptions][] =
  [
    [
      'a FITS file that ends inside its table',
      'TRUNCATED',
      /8640 bytes|promises 100 rows/,
      () => goodFits.subarray(0, 2 * 2880 + 500),
    ],
    ['a FITS file that ends inside a header', 'TRUNCATED', /END card/, () => goodFits.subarray(0, 2880 + 700)],
    [
      'a FITS file that ends after its primary header',
      'TRUNCATED',
      /expected a binary table/,
      () => goodFits.subarray(0, 2880),
    ],
    ['a gzip stream that ends early', 'TRUNCATED', /gzip stream ends early/, () => gzipSync(goodFits).subarray(0, 300)],
    [
      'a damaged gzip stream',
      'UNKNOWN_FORMAT',
      /cannot be inflated/,
      () => Uint8Array.of(0x1f, 0x8b, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10),
    ],
    [
      'a FITS image',
      'NO_LIGHT_CURVE_TABLE',
      /IMAGE, expected a binary table with a TIME column/,
      () => fitsImageFile(30, 20),
    ],
    [
      'a FITS table without a flux',
      'NO_FLUX_COLUMN',
      /columns TIME, expected .*pdcsap_flux/,
      () => fitsTableFile(100, [doubles('TIME', times)]),
    ],
    [
      'a FITS table of other things',
      'NO_LIGHT_CURVE_TABLE',
      /TIME column/,
      () => fitsTableFile(2, [doubles('MASS', [1, 2])]),
    ],
    [
      'a FITS header with a negative axis',
      'MALFORMED_FITS',
      /NAXIS2/,
      () => fitsTableFile(100, [doubles('TIME', times)], {}, { NAXIS2: -1 }),
    ],
    [
      'a FITS header with a wrong row length',
      'MALFORMED_FITS',
      /NAXIS1 = 99/,
      () => fitsTableFile(100, [doubles('TIME', times)], {}, { NAXIS1: 7 + 92, NAXIS2: 8 }),
    ],
    ['a CSV without a flux column', 'NO_FLUX_COLUMN', /columns time, brightness/, () => text('time,brightness\n1,2\n')],
    ['a CSV without a time column', 'NO_TIME_COLUMN', /expected a column named time/, () => text('x,flux\n1,2\n')],
    [
      'only NaN',
      'NO_FINITE_FLUX',
      /none of the 100 fluxes/,
      () =>
        csv(
          times,
          times.map(() => Number.NaN),
        ),
    ],
    ['three points', 'TOO_FEW_POINTS', /3 rows .* expected at least 20/, () => csv(times.subarray(0, 3), fluxes)],
    [
      'a time that has two fluxes',
      'REPEATED_TIMES',
      /has the fluxes/,
      () =>
        csv(
          times.map((at, row) => (row === 51 ? times[50] : at)),
          fluxes,
        ),
    ],
    [
      'a flux around 0 in ppt without its unit, whatever the sign of its median',
      'FLUX_NOT_POSITIVE',
      /49 of 100 fluxes are negative; .* needs its unit: as in a CSV column flux \[ppm\]/,
      () =>
        csv(
          times,
          times.map((_, row) => 0.01 + 2 * Math.sin(row)),
        ),
    ],
    [
      'negative flux',
      'FLUX_NOT_POSITIVE',
      /median flux is -1003/,
      () =>
        csv(
          times,
          fluxes.map((flux) => -flux),
        ),
    ],
    [
      'ten million rows',
      'TOO_MANY_POINTS',
      /10000000 rows, expected at most 2000000/,
      () => fitsTableFile(10_000_000, [zeros('TIME'), zeros('FLUX')]),
    ],
    ['ten million lines', 'TOO_MANY_POINTS', /expected at most 2000000/, () => new Uint8Array(10_000_000).fill(10)],
    ['a zip bomb', 'INFLATES_TOO_LARGE', /more than 128 MiB/, () => zipBomb(300)],
    [
      'a file over the limit',
      'FILE_TOO_LARGE',
      /expected at most 1.0 MiB/,
      () => new Uint8Array(2 ** 20 + 1),
      { limits: { maxBytes: 2 ** 20 } },
    ],
    ['an empty file', 'UNKNOWN_FORMAT', /is empty/, () => new Uint8Array()],
    [
      'a picture',
      'UNKNOWN_FORMAT',
      /expected a FITS, CSV or JSON/,
      () => Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0, 0, 0),
    ],
    ['a ZIP archive', 'UNKNOWN_FORMAT', /a ZIP archive; send the files in it/, () => text('PK\x03\x04\x14\0\0')],
    [
      'a tar archive, gzipped',
      'UNKNOWN_FORMAT',
      /a tar archive; send the files/,
      () => gzipSync(text(`${'a.fits'.padEnd(257, '\0')}ustar\x0000`)),
    ],
    ['HDF5', 'UNKNOWN_FORMAT', /HDF5; save the curve as FITS/, () => Uint8Array.of(0x89, 0x48, 0x44, 0x46, 13, 10)],
    ['a VOTable', 'UNKNOWN_FORMAT', /XML; save the curve as FITS/, () => text('<?xml version="1.0"?><VOTABLE/>')],
    [
      'an error page',
      'UNKNOWN_FORMAT',
      /a web page, perhaps an error page/,
      () => text('<!DOCTYPE html><html>404</html>'),
    ],
    [
      'a word among the numbers',
      'MALFORMED_TABLE',
      /line 3, column flux: "cloudy"/,
      () => text('time,flux\n1,2\n2,cloudy\n'),
    ],
    ['a short row', 'MALFORMED_TABLE', /line 3 has 1 fields, expected 2/, () => text('time,flux\n1,2\n2\n')],
    ['four bare columns', 'MALFORMED_TABLE', /expected two or three/, () => text('1,2,3,4\n')],
    ['comments alone', 'MALFORMED_TABLE', /no row of data/, () => text('# KIC 757450\n')],
    ['broken JSON', 'MALFORMED_TABLE', /starts like JSON/, () => text('{"time": [1, 2')],
    [
      'JSON arrays of different length',
      'MALFORMED_TABLE',
      /time 2, flux 1/,
      () => text('{"time": [1, 2], "flux": [1]}'),
    ],
    [
      'JSON text in an array',
      'MALFORMED_TABLE',
      /flux\[1\] is not a number/,
      () => text('{"time": [1, 2], "flux": [1, "2"]}'),
    ],
    [
      'times of no known system',
      'UNUSABLE_TIMES',
      /expected BJD, BKJD/,
      () =>
        csv(
          times.map((at) => at + 54833),
          fluxes,
        ),
    ],
  ];

describe('a file that cannot be used', () => {
  it.each(cases)('%s is the error %s', (_name, code, expected, bytes, options) => {
    const error = failure(bytes(), options);
    expect(error.code).toBe(code);
    expect(error.file).toBe('star.dat');
    expect(error.message).toMatch(/^star\.dat: /);
    expect(error.message).toMatch(expected);
  });

  it('does not affect the other files', () => {
    const { curves, failed } = readLightCurveFiles([
      { name: 'image.fits', bytes: fitsImageFile(3, 3) },
      { name: 'good.fits', bytes: goodFits },
    ]);
    expect(curves.map(({ file }) => file)).toEqual(['good.fits']);
    expect(failed.map(({ file, code }) => [file, code])).toEqual([['image.fits', 'NO_LIGHT_CURVE_TABLE']]);
  });
});

describe('a file that is unusual but usable is read with a notice', () => {
  const notices = (bytes: Uint8Array) => readLightCurveFile('star.csv', bytes).notices.map(({ code }) => code);

  it('sorts times', () => {
    const shuffled = Float64Array.from(times).reverse();
    const curve = readLightCurveFile('star.csv', csv(shuffled, fluxes));
    expect(curve.time).toEqual(times);
    expect(curve.flux[0]).toBe(fluxes[99]);
    expect(curve.notices.map(({ code }) => code)).toContain('times_sorted');
  });

  it('drops rows that repeat a row', () => {
    expect(notices(csv([...times, times[99]], [...fluxes, fluxes[99]]))).toContain('repeated_rows_dropped');
  });

  it('keeps a few negative fluxes of a faint star', () => {
    expect(
      notices(
        csv(
          times,
          fluxes.map((flux, row) => (row === 3 ? -5 : flux)),
        ),
      ),
    ).toContain('negative_fluxes_kept');
  });

  it('reads relative flux around zero as flux minus 1', () => {
    const around = csv(
      times,
      times.map((_, row) => 1e-3 * Math.sin(row)),
    );
    expect(notices(around)).toContain('baseline_zero');
    expect(readLightCurveFile('star.csv', around).flux[0]).toBe(1);
  });
});
