import { LightCurveError } from '../errors';
import type { RawLightCurve } from '../types';
import { readCsvLightCurve } from './csv-light-curve';
import { isFits } from './fits-header';
import { readFitsLightCurve } from './fits-light-curve';
import { inflate } from './gzip';
import { readJsonLightCurve } from './json-light-curve';
import { DEFAULT_LIMITS, type ReadOptions } from './limits';

/**
 * Reads one file of photometry: a Kepler, K2 or TESS light-curve FITS file, CSV or JSON, gzipped or not. The first bytes decide the format.
 * `file` is the name the user gave. Throws `LightCurveError` for every input that cannot be used.
 */
export function readLightCurveFile(file: string, bytes: Uint8Array, options: ReadOptions = {}): RawLightCurve {
  const limits = { ...DEFAULT_LIMITS, ...options.limits };
  const plain = inflate(file, bytes, limits);
  if (plain.length === 0)
    throw new LightCurveError('UNKNOWN_FORMAT', file, 'the file is empty, expected a FITS, CSV or JSON file');
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
  for (const { name, bytes } of files) {
    try {
      curves.push(readLightCurveFile(name, bytes, options));
    } catch (error) {
      if (!(error instanceof LightCurveError)) throw error;
      failed.push(error);
    }
  }
  return { curves, failed };
}

function startsLikeJson(bytes: Uint8Array): boolean {
  const first = String.fromCharCode(...bytes.subarray(0, 64)).trimStart()[0];
  return first === '{' || first === '[';
}
