import { describe, expect, it } from 'vitest';
import { dataBytes, dataFolder } from '../../test/exoplanet-data';
import { readNumpyArchive } from '../../test/numpy-archive';
import { medianOf, robustSigma } from '../statistics/median';
import { differenceImageTest } from '../vet/difference-image';
import { brightestPixel, fitPointSource, type Image, type PointSource } from './point-source';
import { sourceOffset } from './source-offset';

const FRAMES = 32;
const SIDE = 12;
/** Mid-transit is at phase 0, between the last frame and the first. */
const IN_TRANSIT = [0, FRAMES - 1];
const MIN_SIGNIFICANCE = 4;

/**
 * Real Kepler pixels, folded by their source into 32 phases, each pixel relative to its own level out of transit. The level is lost, so
 * it is taken from the noise: of photons, the relative noise of a pixel is 1 / √level.
 */
describe.skipIf(!dataFolder)('folded target pixels of Kepler objects (needs EXOPLANET_DATA)', () => {
  it('show where the light is lost in many false positives and few planets, and the test fails no planet', () => {
    const { native, native_shape, koi_disposition } = readNumpyArchive(dataBytes('views/kepler_pixel_diff.npz'), [
      'native',
      'native_shape',
      'koi_disposition',
    ]);
    const found = { 'FALSE POSITIVE': tally(), CONFIRMED: tally() };
    const shapes = native_shape.values as number[];
    for (const [star, disposition] of (koi_disposition.values as string[]).entries()) {
      if (!(disposition in found)) continue;
      const [height, width] = [shapes[2 * star], shapes[2 * star + 1]];
      const { lost, verdict } = verdictOf(framesOf(native.values as number[], star, height, width), width, height);
      const of = found[disposition as keyof typeof found];
      of.stars++;
      if (lost && lost.significance >= MIN_SIGNIFICANCE) of.located++;
      if (verdict === 'fail') of.failed++;
    }
    expect([found['FALSE POSITIVE'].stars, found.CONFIRMED.stars]).toEqual([50, 43]);
    // One frame is 1/32 of the period, far longer than most transits: only one star in five shows a clear dip.
    expect(found['FALSE POSITIVE'].located).toBeGreaterThanOrEqual(16);
    expect(found.CONFIRMED.located).toBeLessThanOrEqual(4);
    expect(found['FALSE POSITIVE'].failed).toBeGreaterThanOrEqual(4);
    expect(found.CONFIRMED.failed).toBe(0);
  });
});

const tally = () => ({ stars: 0, located: 0, failed: 0 });

function framesOf(native: readonly number[], star: number, height: number, width: number): number[][] {
  return Array.from({ length: FRAMES }, (_, frame) =>
    Array.from({ length: width * height }, (_, pixel) => {
      const at = Math.floor(pixel / width) * SIDE + (pixel % width);
      return native[(star * FRAMES + frame) * SIDE * SIDE + at];
    }),
  );
}

function verdictOf(frames: readonly number[][], width: number, height: number) {
  const isMeasured = (frame: readonly number[]) => frame.some((value) => value !== 0);
  const inside = IN_TRANSIT.map((at) => frames[at]).filter(isMeasured);
  const outside = frames.slice(2, -2).filter(isMeasured);
  const level = frames[0].map((_, pixel) => 1 / robustSigma(outside.map((frame) => frame[pixel])) ** 2);
  const brightest = Math.max(...level.filter(Number.isFinite));
  const image = (values: number[], errors: number[]): Image => ({ width, height, values, errors });
  const weight = level.map((value) => (Number.isFinite(value) ? value / brightest : Number.NaN));
  const depth = frames[0].map(
    (_, pixel) =>
      medianOf(outside.map((frame) => frame[pixel])) -
      inside.reduce((sum, frame) => sum + frame[pixel], 0) / inside.length,
  );
  const noise = level.map((value) => 1 / Math.sqrt(value * inside.length));
  const place = { column: (width - 1) / 2, row: (height - 1) / 2 };
  const fit = (of: Image): PointSource | undefined => {
    const start = brightestPixel(of, place, SIDE);
    return start && fitPointSource(of, start);
  };
  const lost = fit(
    image(
      depth.map((value, pixel) => value * weight[pixel]),
      noise.map((value, pixel) => value * weight[pixel]),
    ),
  );
  const star = fit(
    image(
      weight,
      weight.map((value) => 0.3 * value),
    ),
  );
  const offset =
    lost && star && lost.significance >= MIN_SIGNIFICANCE
      ? sourceOffset([
          {
            file: 'stack',
            images: { width, height, corner: { column: 0, row: 0 }, aperture: new Uint8Array(width * height) },
            transits: 1,
            outOfTransit: new Float32Array(),
            difference: new Float32Array(),
            lost,
            star,
          },
        ])
      : undefined;
  return { lost, verdict: differenceImageTest(offset).verdict };
}
