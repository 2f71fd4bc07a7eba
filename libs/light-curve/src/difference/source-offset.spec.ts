import { describe, expect, it } from 'vitest';
import type { SkyMap } from '../pixels/sky-map';
import type { DifferenceImage } from './difference-image';
import { sourceOffset } from './source-offset';

/** Pixels of 4 arcsec, turned by `degrees`, as Kepler turns by 90 degrees from quarter to quarter. */
function turned(degrees: number): SkyMap {
  const [cosine, sine] = [Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180)];
  const scale = 4 / 3600;
  return {
    reference: { column: 4, row: 4 },
    ra: 290,
    dec: 45,
    matrix: [-scale * cosine, scale * sine, scale * sine, scale * cosine],
  };
}

function image(column: number, row: number, error: number, sky?: SkyMap): DifferenceImage {
  const place = { columnErr: error, rowErr: error, significance: 20, sigma: 0.8 };
  return {
    file: 'star-tp.fits',
    images: {
      width: 9,
      height: 9,
      corner: { column: 0, row: 0 },
      aperture: new Uint8Array(81),
      target: { column: 4, row: 4 },
      ...(sky && { sky }),
    },
    transits: 3,
    outOfTransit: new Float32Array(81),
    difference: new Float32Array(81),
    lost: { column, row, ...place },
    star: { column: 4, row: 4, ...place },
  };
}

describe('the offset over several files', () => {
  it('is averaged on the sky: one place on it has four places in the images of a telescope that rolls', () => {
    const rolls: [column: number, row: number, degrees: number][] = [
      [5, 4, 0],
      [4, 3, 90],
      [3, 4, 180],
      [4, 5, 270],
    ];
    const images = rolls.map(([column, row, degrees]) => image(column, row, 0.2, turned(degrees)));
    const offset = sourceOffset(images);
    expect(offset?.files).toBe(4);
    expect(offset?.arcsec?.value).toBeCloseTo(4, 6);
    expect(offset?.pixels.value).toBeCloseTo(1, 6);
  });

  it('of noise averages out, down to what the coordinates leave uncertain', () => {
    const offset = sourceOffset([image(4.4, 4, 0.4, turned(0)), image(3.6, 4, 0.4, turned(0))]);
    expect(offset?.pixels.value).toBeCloseTo(0, 6);
    expect(offset?.pixels.error).toBeCloseTo(Math.hypot(0.4, 0.1) / Math.SQRT2, 3);
    const many = Array.from({ length: 400 }, () => image(4, 4, 0.4, turned(0)));
    expect(sourceOffset(many)?.pixels.error).toBeCloseTo(0.1, 6);
  });

  it('without coordinates is that of the best file', () => {
    const offset = sourceOffset([image(5.5, 4, 0.5), image(4.2, 4, 0.05)]);
    expect(offset?.pixels.value).toBeCloseTo(0.2, 6);
    expect(offset?.arcsec).toBeUndefined();
  });

  it('is not measured where no difference is bright enough', () => {
    const { lost, ...faint } = image(4, 4, 0.1, turned(0));
    expect(lost).toBeDefined();
    expect(sourceOffset([faint])).toBeUndefined();
  });
});
