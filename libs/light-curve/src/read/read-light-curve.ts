import { LightCurveError } from '../errors';
import type { RawLightCurve } from '../types';
import { readCsvLightCurve } from './csv-light-curve';
import { isFits } from './fits-header';
import { readFitsLightCurve } from './fits-light-curve';
import { inflate } from './gzip';
import { readJsonLightCurve } from './json-light-curve';
import { DEFAULT_LIMITS, type ReadOptions } from './limits';
import { otherFormat } from './other-formats';

/**
 * Reads one file of photometry, gzipped or not: a light curve or target pixels in FITS, text or JSON. The first bytes decide the format.
 * `file` is the name the user gave. Throws `LightCurveError` for every input that cannot be used.
 */
export function readLightCurveFile(file: string, bytes: Uint8Array, options: ReadOptions = {}): RawLightCurve {
  const limits = { ...DEFAULT_LIMITS, ...options.limits };
  const plain = inflate(file, bytes, limits);
  if (plain.length === 0)
    throw new LightCurveError('UNKNOWN_FORMAT', file, 'the file is empty, expected a FITS, CSV or JSON file');
  const other = otherFormat(plain);
  if (other !== undefined)
    throw new LightCurveError('UNKNOWN_FORMAT', file, `the file is ${other}; expected a FITS, CSV or JSON file`);
  if (isFits(plain)) return readFitsLightCurve(file, plain, options, limits);
  if (startsLikeJson(plain)) return readJsonLightCurve(file, plain, options, limits);
  return readCsvLightCurve(file, plain, options, limits);
}

/** Reads the files of one star one by one: a bad file does not affect the others. */
export function readLightCurveFiles(
  files: readonly { name: string; bytes: Uint8Array }[],
  options: ReadOptions = {},
): { curves: RawLightCurve[]; failed: LightCurveError[] } {
  const curves: RawLightCurve[] = [];
  const failed: LightCurveError[] = [];
  let pixels = 0;
  for (const { name, bytes } of files) {
    try {
      const curve = readLightCurveFile(name, bytes, options);
      pixels += curve.pixels?.images.flux.length ?? 0;
      curves.push(pixels > MAX_PIXELS ? withoutImages(curve) : curve);
    } catch (error) {
      if (!(error instanceof LightCurveError)) throw error;
      failed.push(error);
    }
  }
  return { curves, failed };
}

/** Pixels of all files that are kept for difference images: 96 MB. */
const MAX_PIXELS = 24_000_000;

function withoutImages({ pixels, ...curve }: RawLightCurve): RawLightCurve {
  if (!pixels) return curve;
  const { file, notices } = curve;
  const message = `${file}: its images are not used, because those of the other files already have ${MAX_PIXELS} pixels`;
  return { ...curve, notices: [...notices, { code: 'pixels_left_out', file, message }] };
}

function startsLikeJson(bytes: Uint8Array): boolean {
  const first = String.fromCharCode(...bytes.subarray(0, 64)).trimStart()[0];
  return first === '{' || first === '[';
}
