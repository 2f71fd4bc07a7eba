import { robustSigma } from '../statistics/median';
import { medianImage } from './background';
import type { PixelImages } from './pixel-images';
import type { PixelPlace } from './pixel-place';

/** Robust standard deviations above the sky at which a pixel belongs to the star, as lightkurve's threshold mask has it. */
const THRESHOLD = 3;

/** The bright pixels that touch the one nearest to the star's place, or to the centre where that is not known. */
export function apertureOfStar(
  images: Pick<PixelImages, 'width' | 'height' | 'flux'>,
  star: PixelPlace = { column: (images.width - 1) / 2, row: (images.height - 1) / 2 },
): Uint8Array {
  const { width, height } = images;
  const medians = medianImage(images);
  const finite = medians.filter(Number.isFinite);
  const sorted = Float64Array.from(finite).sort();
  const limit = (sorted[sorted.length >> 1] ?? 0) + THRESHOLD * robustSigma(finite);
  const distance = (pixel: number) => Math.hypot((pixel % width) - star.column, Math.floor(pixel / width) - star.row);
  const bright = Array.from(medians.keys()).filter((pixel) => medians[pixel] > limit);
  const aperture = new Uint8Array(width * height);
  const nearest = bright.reduce<number | undefined>(
    (best, pixel) => (best === undefined || distance(pixel) < distance(best) ? pixel : best),
    undefined,
  );
  const queue = nearest === undefined ? [] : [nearest];
  const isBright = new Set(bright);
  for (let pixel = queue.pop(); pixel !== undefined; pixel = queue.pop()) {
    if (aperture[pixel] === 1) continue;
    aperture[pixel] = 1;
    const column = pixel % width;
    if (column > 0) queue.push(...[pixel - 1].filter((next) => isBright.has(next)));
    if (column < width - 1) queue.push(...[pixel + 1].filter((next) => isBright.has(next)));
    queue.push(...[pixel - width, pixel + width].filter((next) => isBright.has(next)));
  }
  return aperture;
}
