import { createHash } from 'node:crypto';

/** SHA-256 of a key. A key has 256 random bits, so it needs neither a salt nor a slow hash. */
export const hashOf = (key: string): Buffer => createHash('sha256').update(key).digest();
