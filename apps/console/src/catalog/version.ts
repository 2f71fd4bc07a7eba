import type { Catalog } from './catalog-types';
import { isAtWork } from './use-catalog';

/** From this number of rows on, results are read again less often while they change: each reading transfers megabytes. */
const MANY_ROWS = 100_000;

/** The version of the uploaded cells, which never change; empty before the table has been read. */
export const uploadVersionOf = ({ state }: Pick<Catalog, 'state'>): string => (state === 'reading' ? '' : 'uploaded');

/** Changes when the results of a catalogue have to be read again; empty before they can be read. */
export function versionOf(catalog: Pick<Catalog, 'state' | 'progress' | 'blind'>, now = Date.now()): string {
  const { state, progress, blind } = catalog;
  // Parts are scored while others are read, but the columns are known only once the table has been read.
  if (state === 'reading' || progress.rows_scored === 0) return '';
  const seconds = (progress.rows_total ?? 0) > MANY_ROWS ? 30 : 2;
  const step = isAtWork(catalog) ? `at-work-${Math.floor(now / (seconds * 1000))}` : state;
  return `${step}${blind ? '-blind' : ''}`;
}
