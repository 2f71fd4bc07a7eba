import { createHash } from 'node:crypto';

/** `API_KEYS` for keys that are called like their owners. */
export const apiKeys = (owners: Record<string, string[]>): string =>
  JSON.stringify(
    Object.entries(owners).map(([name, roles]) => ({
      name,
      sha256: createHash('sha256').update(name).digest('hex'),
      roles,
    })),
  );
