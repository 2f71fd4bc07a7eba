import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { integers } from '../../test/fits-columns';
import { doubles, fitsTableFile, type TestColumn } from '../../test/fits-file';
import { LightCurveError } from '../errors';
import { readLightCurveFile, readLightCurveFiles } from './read-light-curve';

const made = gunzipSync(readFileSync(join(import.meta.dirname, '../../test/pixel-files/on-target.fits.gz')));
const ROWS = 40;
const rows = Array.from({ length: ROWS }, (_, row) => row);
const time = doubles(
  'TIME',
  rows.map((row) => 1500 + row / 48),
);
const BTJD = { BJDREFI: 2457000, BJDREFF: 0 };

/** An image of floats in each row. */
function imageColumn(
  name: string,
  width: number,
  height: number,
  value: (pixel: number, row: number) => number,
): TestColumn {
  return {
    name,
    format: `${width * height}E`,
    bytesPerRow: 4 * width * height,
    extra: { TDIM: `(${width},${height})` },
    write: (view, at, row) => {
      for (let pixel = 0; pixel < width * height; pixel++) view.setFloat32(at + 4 * pixel, value(pixel, row));
    },
  };
}

function failure(bytes: Uint8Array, options = {}): LightCurveError {
  try {
    readLightCurveFile('star-tp.fits', bytes, options);
  } catch (error) {
    if (error instanceof LightCurveError) return error;
    throw error;
  }
  throw new Error('the file was read');
}

describe('a target pixel file', () => {
  it('without an aperture is summed over the bright pixels that touch its middle, less the sky', () => {
    // A cross of 5 pixels of 1000 on a sky of 50 that rises, and a bright star in a corner that does not belong.
    const star = new Set([24, 23, 25, 17, 31]);
    const value = (pixel: number, row: number) =>
      50 + row + (pixel % 3) + (star.has(pixel) ? 1000 : pixel === 0 ? 5000 : 0);
    const curve = readLightCurveFile(
      'star-tp.fits',
      fitsTableFile(ROWS, [time, imageColumn('FLUX', 7, 7, value)], {}, BTJD),
    );
    expect(curve.notices.map(({ code }) => code)).toEqual(['background_removed', 'aperture_chosen']);
    expect(curve.notices[1].message).toMatch(/the 5 pixels of the star were summed/);
    expect(curve.flux[0] / 5000).toBeCloseTo(1, 2);
    expect(curve.flux[39]).toBeCloseTo(curve.flux[0], 3);
    expect(curve.centroidCol?.[0]).toBeCloseTo(3, 2);
  });

  it('drops flagged images like any other rows', () => {
    const quality = integers(
      'QUALITY',
      rows.map((row) => (row === 3 ? 128 : 0)),
    );
    const bytes = fitsTableFile(
      ROWS,
      [time, imageColumn('FLUX', 3, 3, (pixel) => (pixel === 4 ? 99 : 1)), quality],
      {},
      BTJD,
    );
    expect(readLightCurveFile('star-tp.fits', bytes).quality?.[3]).toBe(128);
  });
});

describe('a target pixel file that cannot be used', () => {
  it('ends inside its images', () => {
    const error = failure(made.subarray(0, 200_000));
    expect(error.code).toBe('TRUNCATED');
    expect(error.message).toMatch(/its table promises 420 rows/);
  });

  it('ends inside its aperture', () => {
    const end = made.length - 2880;
    const error = failure(made.subarray(0, end + 100));
    expect(error.code).toBe('TRUNCATED');
    expect(error.message).toMatch(/with the image of its aperture/);
  });

  it('has more pixels than are kept, which is said before they are read', () => {
    const error = failure(made, { limits: { maxPixels: 420 * 81 - 1 } });
    expect(error.code).toBe('TOO_MANY_POINTS');
    expect(error.message).toMatch(/420 images of 81 pixels, expected at most 34019 pixels in all/);
  });

  it('has no light at all', () => {
    const dark = imageColumn('FLUX', 5, 5, () => Number.NaN);
    expect(failure(fitsTableFile(ROWS, [time, dark], {}, BTJD)).code).toBe('NO_FINITE_FLUX');
  });

  it('has images whose size is not that of its cells', () => {
    const wrong = { ...imageColumn('FLUX', 5, 5, () => 1), extra: { TDIM: '(5000,5000)' } };
    const error = failure(fitsTableFile(ROWS, [time, wrong], {}, BTJD));
    expect(error.code).toBe('NO_FLUX_COLUMN');
  });

  it('is asked for a column that is no image', () => {
    expect(failure(made, { fluxColumn: 'PDCSAP_FLUX' }).message).toMatch(/is a target pixel file; expected FLUX/);
  });
});

it('the images of many files are kept up to a limit, and beyond it their flux alone', () => {
  const images = (file: number) => ({
    name: `${file}-tp.fits`,
    bytes: fitsTableFile(
      2000,
      [
        doubles(
          'TIME',
          Array.from({ length: 2000 }, (_, row) => 1500 + 50 * file + row / 48),
        ),
        imageColumn('FLUX', 50, 50, (pixel) => (pixel === 1225 ? 100 : pixel % 7)),
      ],
      {},
      BTJD,
    ),
  });
  const { curves, failed } = readLightCurveFiles([0, 1, 2, 3, 4].map(images), { limits: { maxPixels: 5_000_000 } });
  expect(failed).toEqual([]);
  expect(curves.map(({ pixels }) => pixels !== undefined)).toEqual([true, true, true, true, false]);
  expect(curves[4].notices.at(-1)?.message).toMatch(/its images are not used/);
});
