import { createHash } from 'node:crypto';

/** SHA-256 of a key: enough for one of 256 random bits, which nobody can guess. */
export const hashOf = (key: string): Buffer => createHash('sha256').update(key).digest();
