import { CatalogueError } from './errors';
import type { Limits } from './limits';
import { findHeader, type HeaderScore } from './lines/find-header';
import type { TableLayout } from './table-layout';

/** Finds where the rows of a table are and how they are written, from the beginning of its text. @throws CatalogueError */
export function layoutOf(head: string, complete: boolean, score: HeaderScore, limits: Limits): TableLayout {
  const lines = head.split(/\r\n?|\n/);
  const last = complete ? lines.at(-1) : lines.pop();
  if (lines.length === 0) {
    const detail = `the first line is longer than ${last!.length} characters`;
    throw new CatalogueError('TOO_MANY_COLUMNS', `${detail}; a header has at most ${limits.maxColumns} columns`, 1);
  }
  return findHeader(lines, score, limits);
}
