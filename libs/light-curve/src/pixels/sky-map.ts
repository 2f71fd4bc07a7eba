import type { PixelPlace } from './pixel-place';

const RADIANS = Math.PI / 180;
const ARCSEC = 3600;

/** The linear part of a celestial coordinate system (FITS 4.0, section 8), with the gnomonic projection. */
export interface SkyMap {
  /** Reference pixel, counted from 0. */
  reference: PixelPlace;
  /** Right ascension and declination there [deg]. */
  ra: number;
  dec: number;
  /** Degrees to the east and to the north per column and per row: [eastColumn, eastRow, northColumn, northRow]. */
  matrix: readonly [number, number, number, number];
}

/** Where a star falls in the image. */
export function placeOf({ reference, ra, dec, matrix }: SkyMap, starRa: number, starDec: number): PixelPlace {
  const [east, north] = tangentPlane(starRa, starDec, ra, dec);
  const [a, b, c, d] = matrix;
  const determinant = a * d - b * c;
  return {
    column: reference.column + (d * east - b * north) / determinant,
    row: reference.row + (a * north - c * east) / determinant,
  };
}

/** Offset to the east and to the north [arcsec] of an offset in pixels. */
export function arcsecondsOf({ matrix }: SkyMap, { column, row }: PixelPlace): [east: number, north: number] {
  const [a, b, c, d] = matrix;
  return [ARCSEC * (a * column + b * row), ARCSEC * (c * column + d * row)];
}

/** Side of a pixel [arcsec]. */
export function pixelScale({ matrix: [a, b, c, d] }: SkyMap): number {
  return ARCSEC * Math.sqrt(Math.abs(a * d - b * c));
}

/** Gnomonic projection [deg] (Calabretta & Greisen 2002, A&A 395, 1077). */
function tangentPlane(ra: number, dec: number, ra0: number, dec0: number): [east: number, north: number] {
  const [a, d, d0] = [(ra - ra0) * RADIANS, dec * RADIANS, dec0 * RADIANS];
  const cosine = Math.sin(d0) * Math.sin(d) + Math.cos(d0) * Math.cos(d) * Math.cos(a);
  return [
    (Math.cos(d) * Math.sin(a)) / cosine / RADIANS,
    (Math.cos(d0) * Math.sin(d) - Math.sin(d0) * Math.cos(d) * Math.cos(a)) / cosine / RADIANS,
  ];
}
