import { AppError } from '@exoplanet/contracts';

/** Longest time that a request may wait for its result [s]. */
export const MAX_WAIT = 60;

/**
 * How long the request wants to wait for its result [ms]; 0 to return at once. Read from `?wait=SECONDS`, where a bare
 * `?wait` means the maximum, or from the header `Prefer: wait=SECONDS` (RFC 7240).
 */
export function waitOf(query: unknown, prefer: string | string[] | undefined): number {
  if (query !== undefined) {
    if (query === '') return MAX_WAIT * 1000;
    const seconds = typeof query === 'string' && query.trim() !== '' ? Number(query) : NaN;
    if (!Number.isFinite(seconds) || seconds < 0 || seconds > MAX_WAIT) {
      const message = `wait must be a number of seconds from 0 to ${MAX_WAIT}`;
      throw new AppError('VALIDATION_FAILED', message, [{ field: 'wait', message }]);
    }
    return seconds * 1000;
  }
  // The RFC asks servers to ignore a preference that they cannot honour, so this never fails.
  const preferred = /(?:^|[,;\s])wait\s*=\s*"?(\d+)"?/i.exec([prefer ?? ''].flat().join(','))?.[1];
  return preferred === undefined ? 0 : Math.min(Number(preferred), MAX_WAIT) * 1000;
}
