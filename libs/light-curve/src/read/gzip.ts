import { gunzipSync } from 'node:zlib';
import { LightCurveError } from '../errors';
import type { ReadLimits } from './limits';

const MEBIBYTE = 2 ** 20;
/** Bytes at the end of a gzip file that hold its inflated size, modulo 2^32 (RFC 1952, section 2.3.1). */
const SIZE_FIELD = 4;
const MIN_CHUNK = 2 ** 16;

/**
 * The bytes of a file, inflated when they are gzip (first bytes 1f 8b).
 * Throws `FILE_TOO_LARGE`, `INFLATES_TOO_LARGE` (inflation stops at the limit), `TRUNCATED` or `UNKNOWN_FORMAT` (a damaged stream).
 */
export function inflate(file: string, bytes: Uint8Array, limits: ReadLimits): Uint8Array {
  if (bytes.length > limits.maxBytes) {
    throw new LightCurveError(
      'FILE_TOO_LARGE',
      file,
      `${mebibytes(bytes.length)} MiB, expected at most ${mebibytes(limits.maxBytes)} MiB`,
    );
  }
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes;
  try {
    return gunzipSync(bytes, { maxOutputLength: limits.maxInflatedBytes, chunkSize: chunkSize(bytes, limits) });
  } catch (error) {
    throw inflationError(file, error, limits);
  }
}

/** Room for the whole file in one piece, by the size that it states: many pieces would be copied to one and take twice the memory. */
function chunkSize(bytes: Uint8Array, { maxInflatedBytes }: ReadLimits): number {
  if (bytes.length < SIZE_FIELD) return MIN_CHUNK;
  const stated = new DataView(bytes.buffer, bytes.byteOffset, bytes.length).getUint32(bytes.length - SIZE_FIELD, true);
  return Math.max(MIN_CHUNK, Math.min(stated, maxInflatedBytes) + 1);
}

function inflationError(file: string, error: unknown, limits: ReadLimits): LightCurveError {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'ERR_BUFFER_TOO_LARGE') {
    return new LightCurveError(
      'INFLATES_TOO_LARGE',
      file,
      `inflates to more than ${mebibytes(limits.maxInflatedBytes)} MiB, which is the limit`,
    );
  }
  if (code === 'Z_BUF_ERROR') {
    return new LightCurveError('TRUNCATED', file, 'the gzip stream ends early, expected the whole file');
  }
  return new LightCurveError('UNKNOWN_FORMAT', file, 'starts like gzip but cannot be inflated, expected a gzip stream');
}

function mebibytes(bytes: number): string {
  return (bytes / MEBIBYTE).toFixed(bytes < 10 * MEBIBYTE ? 1 : 0);
}
