import type { PixelImages } from './pixel-images';

export interface AperturePhotometry {
  /** [e-/s] */
  flux: Float64Array;
  /** Flux-weighted, on the CCD [pixels]. */
  centroidCol: Float64Array;
  centroidRow: Float64Array;
}

/** The sum and the flux-weighted centre of the aperture in each image; NaN where a pixel of it was not measured. */
export function aperturePhotometry({ width, height, flux, aperture, corner }: PixelImages): AperturePhotometry {
  const size = width * height;
  const count = flux.length / size;
  const pixels = Array.from(aperture.keys()).filter((pixel) => aperture[pixel] === 1);
  const result = {
    flux: new Float64Array(count).fill(Number.NaN),
    centroidCol: new Float64Array(count).fill(Number.NaN),
    centroidRow: new Float64Array(count).fill(Number.NaN),
  };
  for (let image = 0; image < count; image++) {
    let [sum, columns, rows] = [0, 0, 0];
    for (const pixel of pixels) {
      const value = flux[image * size + pixel];
      sum += value;
      columns += value * (pixel % width);
      rows += value * Math.floor(pixel / width);
    }
    if (pixels.length === 0 || !Number.isFinite(sum)) continue;
    result.flux[image] = sum;
    result.centroidCol[image] = corner.column + columns / sum;
    result.centroidRow[image] = corner.row + rows / sum;
  }
  return result;
}
