import type { PixelPlace } from '../pixels/pixel-place';
import { arcsecondsOf, pixelScale } from '../pixels/sky-map';
import type { Measured } from '../types';
import type { DifferenceImage } from './difference-image';

/** How far from the target the light is lost. */
export interface SourceOffset {
  pixels: Measured;
  /** Absent where no file has a coordinate system. */
  arcsec?: Measured;
  /** What it is measured from: the place that the catalogue has, or the star in the image. */
  from: 'catalogue' | 'image';
  /** Files that it was measured in. */
  files: number;
}

/** Systematic error of a Gaussian profile and of the files' coordinates, in each direction [pixels]. */
const SYSTEMATIC = 0.1;

/** A star whose image is wider than that of the lost light is blended with others: its fitted place is that of none of them. */
const BLENDED = 1.25;

interface OneOffset {
  pixels: PixelPlace;
  /** In each direction [pixels]. */
  error: number;
  sky?: [east: number, north: number];
  scale?: number;
}

/**
 * The mean offset over the files. Telescopes roll between quarters, so offsets are averaged on the sky; without coordinates,
 * the file with the smallest error answers alone. Undefined where no difference is bright enough or the star is blended.
 */
export function sourceOffset(images: readonly DifferenceImage[]): SourceOffset | undefined {
  for (const from of ['catalogue', 'image'] as const) {
    const offsets = images.flatMap((image) => offsetIn(image, from) ?? []);
    if (offsets.length > 0) return { ...meanOffset(offsets), from };
  }
  return undefined;
}

function offsetIn({ lost, star, images }: DifferenceImage, from: SourceOffset['from']): OneOffset | undefined {
  const isBlended = lost && star && star.sigma > BLENDED * lost.sigma;
  const origin = from === 'catalogue' ? images.target : isBlended ? undefined : star;
  if (!lost || !origin) return undefined;
  const pixels = { column: lost.column - origin.column, row: lost.row - origin.row };
  const { sky } = images;
  return {
    pixels,
    error: Math.sqrt((lost.columnErr ** 2 + lost.rowErr ** 2) / 2 + SYSTEMATIC ** 2),
    ...(sky && { sky: arcsecondsOf(sky, pixels), scale: pixelScale(sky) }),
  };
}

function meanOffset(offsets: readonly OneOffset[]): Omit<SourceOffset, 'from'> {
  const onSky = offsets.flatMap(({ sky, scale, error }) =>
    sky && scale ? [{ sky, scale, error: error * scale }] : [],
  );
  if (onSky.length < offsets.length) {
    const best = offsets.reduce((a, b) => (b.error < a.error ? b : a));
    return { pixels: { value: Math.hypot(best.pixels.column, best.pixels.row), error: best.error }, files: 1 };
  }
  const weights = onSky.map(({ error }) => 1 / error ** 2);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const mean = (axis: 0 | 1) => onSky.reduce((sum, { sky }, i) => sum + weights[i] * sky[axis], 0) / total;
  const scale = onSky.reduce((sum, one) => sum + one.scale, 0) / onSky.length;
  // The systematic part is common to the files and does not average out.
  const error = Math.max(1 / Math.sqrt(total), SYSTEMATIC * scale);
  const value = Math.hypot(mean(0), mean(1));
  return {
    arcsec: { value, error },
    pixels: { value: value / scale, error: error / scale },
    files: onSky.length,
  };
}
