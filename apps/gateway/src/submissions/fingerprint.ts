import { type BinaryLike, createHash } from 'node:crypto';

/** Hex digits kept of the SHA-256: 128 bits. */
const LENGTH = 32;

/** Identifies the content of a request, so that an idempotency key cannot be reused for another one. */
export function fingerprintOf(parts: Iterable<BinaryLike>): string {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest('hex').slice(0, LENGTH);
}
