/** Work that was opened in this browser. It is a convenience of the page; the server forgets tasks by itself. */
export interface RecentWork {
  kind: 'candidate' | 'curve' | 'catalog';
  name: string;
  href: string;
  /** When it was opened last [ms since 1970]. */
  at: number;
}

const NAME = 'exoplanet-recent';
const KEPT = 8;

export function recentWork(): RecentWork[] {
  try {
    const read: unknown = JSON.parse(localStorage.getItem(NAME) ?? '[]');
    return Array.isArray(read) ? (read as RecentWork[]).filter(isRecentWork) : [];
  } catch {
    return [];
  }
}

const isRecentWork = (entry: Partial<RecentWork> | null): entry is RecentWork =>
  typeof entry?.name === 'string' &&
  typeof entry.href === 'string' &&
  entry.href.startsWith('/') &&
  typeof entry.at === 'number';

const pathOf = (href: string): string => href.replace(/\?.*/s, '');

/** Puts a piece of work first; the same with another selection, or the same candidate with other values, is replaced. */
export function remember(work: Omit<RecentWork, 'at'>, now = Date.now()): void {
  const others = recentWork().filter(({ name, href }) => name !== work.name || pathOf(href) !== pathOf(work.href));
  localStorage.setItem(NAME, JSON.stringify([{ ...work, at: now }, ...others].slice(0, KEPT)));
}
