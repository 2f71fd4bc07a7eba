import type { PixelPlace } from './pixel-place';
import type { SkyMap } from './sky-map';

/** The images of one target pixel file, background removed. */
export interface PixelImages {
  width: number;
  height: number;
  /** Place of the first pixel on the CCD. */
  corner: PixelPlace;
  /** [e-/s], image after image, row after row; NaN where nothing was measured. */
  flux: Float32Array;
  /** 1 for each pixel of the pipeline's aperture. */
  aperture: Uint8Array;
  /** Where the catalogue has the star. */
  target?: PixelPlace;
  /** From pixels to the sky. */
  sky?: SkyMap;
}

/** The good images of one file with their times [d, system of the curve], in time order. */
export interface PixelSeries {
  file: string;
  stretch?: string;
  time: Float64Array;
  /** Number of the image of each time. */
  index: Int32Array;
  images: PixelImages;
}
