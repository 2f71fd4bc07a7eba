import { AppError } from '@exoplanet/contracts';

/** Longest wait that a caller can ask for [s]. */
export const LONGEST_WAIT = 60;

/**
 * How long the caller wants to wait for the answer [ms]; 0 for not at all.
 * From `?wait=SECONDS` (a bare `?wait` is the longest), or the header `Prefer: wait=SECONDS` (RFC 7240).
 */
export function waitOf(query: string | undefined, prefer: string | string[] | undefined): number {
  if (query !== undefined) {
    if (query === '') return LONGEST_WAIT * 1000;
    const seconds = Number(query);
    if (query.trim() === '' || !Number.isFinite(seconds) || seconds < 0 || seconds > LONGEST_WAIT) {
      const message = `wait must be a number of seconds from 0 to ${LONGEST_WAIT}`;
      throw new AppError('VALIDATION_FAILED', message, [{ field: 'wait', message }]);
    }
    return seconds * 1000;
  }
  // A preference that cannot be met is ignored, as the RFC asks.
  const wished = /(?:^|[,;\s])wait\s*=\s*"?(\d+)"?/i.exec([prefer ?? ''].flat().join(','))?.[1];
  return wished === undefined ? 0 : Math.min(Number(wished), LONGEST_WAIT) * 1000;
}
