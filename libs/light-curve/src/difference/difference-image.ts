import type { PixelImages, PixelSeries } from '../pixels/pixel-images';
import type { PixelPlace } from '../pixels/pixel-place';
import type { Ephemeris } from '../types';
import { phaseTime, transitNumber } from '../views/fold';
import { brightestPixel, fitPointSource, type Image, type PointSource } from './point-source';

/** The light that is lost in the transits of one file, pixel by pixel. */
export interface DifferenceImage {
  file: string;
  stretch?: string;
  images: Pick<PixelImages, 'width' | 'height' | 'corner' | 'aperture' | 'target' | 'sky'>;
  /** Number of transits with images before and after them. */
  transits: number;
  /** Mean beside the transits, and that less the mean in them [e-/s]. */
  outOfTransit: Float32Array;
  difference: Float32Array;
  /** Where the light is lost; absent where the difference is too faint. */
  lost?: PointSource;
  /** The star that stands nearest to where the target is expected. */
  star?: PointSource;
}

/** Parts of the duration from mid-transit: the transit without its flanks, and the surroundings on either side. */
const INSIDE = 0.4;
const OUTSIDE = { from: 0.75, to: 2 };
/** Fewest images on either side of a transit. */
const MIN_SIDE = 2;
/** The place of a fainter difference is not determined. */
const MIN_SIGNIFICANCE = 4;
/** How far from the expected place of the target its star is looked for [pixels]. */
const STAR_REACH = 1.5;

/** Difference images as the Kepler and TESS pipelines make them (Bryson et al. 2013, PASP 125, 889; Twicken et al. 2018, sect. 3.5). */
export function differenceImages(series: readonly PixelSeries[], ephemeris: Ephemeris): DifferenceImage[] {
  return series.flatMap((one) => {
    const sums = sumTransits(one, ephemeris);
    return sums.transits === 0 ? [] : [differenceImage(one, sums)];
  });
}

interface TransitSums {
  transits: number;
  /** Weighted sums of images, and the sum of the weights. */
  outOfTransit: Float64Array;
  difference: Float64Array;
  weight: number;
  /** Squared deviations of the images beside the transits from their mean, and how many are free. */
  deviations: Float64Array;
  free: number;
}

interface TransitRows {
  inside: number[];
  before: number[];
  after: number[];
}

function sumTransits({ time, index, images }: PixelSeries, { period, epoch, duration }: Ephemeris): TransitSums {
  const size = images.width * images.height;
  const days = duration / 24;
  const events = new Map<number, TransitRows>();
  for (let row = 0; row < time.length; row++) {
    const phase = phaseTime(time[row], period, epoch) / days;
    const far = Math.abs(phase);
    if (far > OUTSIDE.to || (far > INSIDE && far < OUTSIDE.from)) continue;
    const number = transitNumber(time[row], period, epoch);
    const event = events.get(number) ?? { inside: [], before: [], after: [] };
    events.set(number, event);
    (far <= INSIDE ? event.inside : phase < 0 ? event.before : event.after).push(index[row]);
  }
  const sums: TransitSums = {
    transits: 0,
    outOfTransit: new Float64Array(size),
    difference: new Float64Array(size),
    weight: 0,
    deviations: new Float64Array(size),
    free: 0,
  };
  for (const event of events.values()) addTransit(sums, images, event);
  return sums;
}

/** The two sides count alike, so a slow drift of the star or the telescope cancels. */
function addTransit(sums: TransitSums, images: PixelImages, { inside, before, after }: TransitRows): void {
  if (inside.length === 0 || before.length < MIN_SIDE || after.length < MIN_SIDE) return;
  const [within, left, right] = [inside, before, after].map((rows) => meanImage(images, rows));
  const weight = 1 / (1 / inside.length + (1 / before.length + 1 / after.length) / 4);
  sums.transits++;
  sums.weight += weight;
  sums.free += before.length + after.length - 2;
  for (let pixel = 0; pixel < within.length; pixel++) {
    const beside = (left[pixel] + right[pixel]) / 2;
    sums.outOfTransit[pixel] += weight * beside;
    sums.difference[pixel] += weight * (beside - within[pixel]);
    sums.deviations[pixel] +=
      squaredDeviation(images, before, pixel, left[pixel]) + squaredDeviation(images, after, pixel, right[pixel]);
  }
}

function meanImage({ width, height, flux }: PixelImages, rows: readonly number[]): Float64Array {
  const size = width * height;
  const mean = new Float64Array(size);
  for (const row of rows) for (let pixel = 0; pixel < size; pixel++) mean[pixel] += flux[row * size + pixel];
  return mean.map((sum) => sum / rows.length);
}

function squaredDeviation({ width, height, flux }: PixelImages, rows: readonly number[], pixel: number, mean: number) {
  return rows.reduce((sum, row) => sum + (flux[row * width * height + pixel] - mean) ** 2, 0);
}

function differenceImage({ file, stretch, images }: PixelSeries, sums: TransitSums): DifferenceImage {
  const { width, height, corner, aperture, target, sky } = images;
  const outOfTransit = sums.outOfTransit.map((sum) => sum / sums.weight);
  const difference = sums.difference.map((sum) => sum / sums.weight);
  const noise = sums.deviations.map((squares) => Math.sqrt(squares / sums.free));
  const image = (values: Float64Array, images: number): Image => ({
    width,
    height,
    values,
    errors: noise.map((sigma) => sigma / Math.sqrt(images)),
  });
  const expected = target ?? apertureCentre(images);
  const lost = sourceIn(image(difference, sums.weight), apertureCentre(images), Math.max(width, height));
  const star = sourceIn(image(outOfTransit, sums.weight), expected, STAR_REACH);
  return {
    file,
    ...(stretch === undefined ? {} : { stretch }),
    images: { width, height, corner, aperture, ...(target && { target }), ...(sky && { sky }) },
    transits: sums.transits,
    outOfTransit: Float32Array.from(outOfTransit),
    difference: Float32Array.from(difference),
    ...(lost && lost.significance >= MIN_SIGNIFICANCE ? { lost } : {}),
    ...(star ? { star } : {}),
  };
}

function sourceIn(image: Image, near: PixelPlace, reach: number): PointSource | undefined {
  const start = brightestPixel(image, near, reach);
  return start && fitPointSource(image, start);
}

function apertureCentre({ width, height, aperture }: Pick<PixelImages, 'width' | 'height' | 'aperture'>): PixelPlace {
  let [columns, rows, count] = [0, 0, 0];
  for (let pixel = 0; pixel < width * height; pixel++) {
    if (aperture[pixel] === 0) continue;
    columns += pixel % width;
    rows += Math.floor(pixel / width);
    count++;
  }
  return count === 0
    ? { column: (width - 1) / 2, row: (height - 1) / 2 }
    : { column: columns / count, row: rows / count };
}
