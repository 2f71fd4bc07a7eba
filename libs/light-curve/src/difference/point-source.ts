import type { PixelPlace } from '../pixels/pixel-place';
import { covarianceAt, leastSquares, type Problem } from '../statistics/least-squares';

/** An image with the error of each pixel. */
export interface Image {
  width: number;
  height: number;
  values: ArrayLike<number>;
  errors: ArrayLike<number>;
}

/** A point source: its place with the error in each direction [pixels], its flux over its error, its width [pixels]. */
export interface PointSource extends PixelPlace {
  columnErr: number;
  rowErr: number;
  significance: number;
  sigma: number;
}

/** Half the side of the square that is fitted [pixels]. */
const REACH = 3;
/** The image of a star: full width at half maximum from 0.9 to 3.5 pixels. */
const SIGMA = { from: 0.4, start: 0.7, to: 1.5 };
/** Steps per pixel in the mean of the profile over a pixel. */
const SUBSAMPLES = 4;
const MIN_PIXELS = 8;

/**
 * Fits a Gaussian, averaged over each pixel, on a constant level. Stars are nearly undersampled, so a flux-weighted mean would
 * be drawn to the centre of the brightest pixel; SPOC fits its own pixel response function (Bryson et al. 2013, PASP 125, 889).
 * Undefined where too few pixels were measured.
 */
export function fitPointSource(image: Image, start: PixelPlace): PointSource | undefined {
  const pixels = pixelsAround(image, start);
  if (pixels.length < MIN_PIXELS) return undefined;
  const level = Math.min(...pixels.map(({ value }) => value));
  const peak = Math.max(...pixels.map(({ value }) => value)) - level;
  if (!(peak > 0)) return undefined;
  const amplitude = peak * 2 * Math.PI * SIGMA.start ** 2;
  const problem: Problem = {
    start: [start.column, start.row, amplitude, level, SIGMA.start],
    lower: [start.column - 2, start.row - 2, 0, -Infinity, SIGMA.from],
    upper: [start.column + 2, start.row + 2, Infinity, Infinity, SIGMA.to],
    steps: [1e-3, 1e-3, 1e-4 * amplitude, 1e-4 * peak, 1e-3],
    residuals: ([column, row, flux, ground, sigma]) =>
      Float64Array.from(
        pixels,
        (pixel) =>
          (flux * profile(pixel.column - column, sigma) * profile(pixel.row - row, sigma) + ground - pixel.value) /
          pixel.error,
      ),
  };
  const { parameters } = leastSquares(problem);
  const covariance = covarianceAt(parameters, problem);
  const [column, row, flux, , sigma] = parameters;
  const error = (index: number) => Math.sqrt(Math.max(0, covariance[index][index]));
  return {
    column,
    row,
    columnErr: error(0),
    rowErr: error(1),
    significance: error(2) > 0 ? flux / error(2) : 0,
    sigma,
  };
}

/** The brightest measured pixel within `reach` pixels of a place. */
export function brightestPixel(image: Image, near: PixelPlace, reach: number): PixelPlace | undefined {
  let best: (PixelPlace & { value: number }) | undefined;
  for (const pixel of pixelsAround(image, near, reach)) if (!best || pixel.value > best.value) best = pixel;
  return best && { column: best.column, row: best.row };
}

function pixelsAround(
  { width, height, values, errors }: Image,
  { column, row }: PixelPlace,
  reach = REACH,
): (PixelPlace & { value: number; error: number })[] {
  const found: (PixelPlace & { value: number; error: number })[] = [];
  for (let y = Math.max(0, Math.ceil(row - reach)); y <= Math.min(height - 1, row + reach); y++)
    for (let x = Math.max(0, Math.ceil(column - reach)); x <= Math.min(width - 1, column + reach); x++) {
      const [value, error] = [values[y * width + x], errors[y * width + x]];
      if (Number.isFinite(value) && error > 0) found.push({ column: x, row: y, value, error });
    }
  return found;
}

/** Mean of a normal density over the pixel whose centre lies at `distance`. */
function profile(distance: number, sigma: number): number {
  let sum = 0;
  for (let step = 0; step < SUBSAMPLES; step++) {
    const at = (distance + (step + 0.5) / SUBSAMPLES - 0.5) / sigma;
    sum += Math.exp(-0.5 * at * at);
  }
  return sum / SUBSAMPLES / (sigma * Math.sqrt(2 * Math.PI));
}
