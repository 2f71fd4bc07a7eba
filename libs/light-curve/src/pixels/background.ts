import { medianInPlace, medianOf } from '../statistics/median';
import type { PixelImages } from './pixel-images';

/** Fraction of the pixels, the faintest, that is taken as sky. */
const SKY = 0.2;
const MIN_SKY_PIXELS = 3;
/** Number of images from which the faintest pixels are chosen. */
const MAX_SAMPLES = 200;

/**
 * Removes the sky from images whose pipeline has not: the median of the faintest pixels of each image, in place.
 * Returns a sentence that says what was done; undefined where the pipeline has removed it, or no sky can be found.
 */
export function removeBackground(
  images: Pick<PixelImages, 'width' | 'height' | 'flux'>,
  isRemoved: boolean,
): string | undefined {
  if (isRemoved) return undefined;
  const sky = faintestPixels(images);
  if (sky.length < MIN_SKY_PIXELS) return undefined;
  const { flux, width, height } = images;
  const size = width * height;
  const values = new Float64Array(sky.length);
  for (let start = 0; start < flux.length; start += size) {
    sky.forEach((pixel, at) => (values[at] = flux[start + pixel]));
    const level = medianInPlace(values);
    if (Number.isFinite(level)) for (let pixel = 0; pixel < size; pixel++) flux[start + pixel] -= level;
  }
  return `the file does not say that its background is removed; the median of the ${sky.length} faintest pixels was taken from each image`;
}

/** The pixels with the smallest median flux that are always measured. */
function faintestPixels({ flux, width, height }: Pick<PixelImages, 'width' | 'height' | 'flux'>): number[] {
  const medians = medianImage({ flux, width, height });
  const measured = Array.from(medians.keys()).filter((pixel) => Number.isFinite(medians[pixel]));
  return measured.sort((a, b) => medians[a] - medians[b]).slice(0, Math.floor(SKY * measured.length));
}

/** The median over time of each pixel, from a sample of the images. */
export function medianImage({ flux, width, height }: Pick<PixelImages, 'width' | 'height' | 'flux'>): Float64Array {
  const size = width * height;
  const count = flux.length / size;
  const step = Math.max(1, Math.floor(count / MAX_SAMPLES));
  return Float64Array.from({ length: size }, (_, pixel) => {
    const values: number[] = [];
    for (let image = 0; image < count; image += step) {
      const value = flux[image * size + pixel];
      if (Number.isFinite(value)) values.push(value);
    }
    return medianOf(values);
  });
}
