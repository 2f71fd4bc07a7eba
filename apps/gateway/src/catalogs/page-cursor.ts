import { createHash } from 'node:crypto';
import { validationError } from '../platform/http/validation-error';
import type { RowSelectionDto } from './catalogs.dto';

/** Identifies an order and a filter, so that a cursor of another one is not used by mistake. */
const selectionHash = ({ sort, filter }: RowSelectionDto): string =>
  createHash('sha256')
    .update(JSON.stringify([sort, filter]))
    .digest('base64url')
    .slice(0, 8);

export const cursorAt = (offset: number, selection: RowSelectionDto): string =>
  Buffer.from(`${offset}.${selectionHash(selection)}`).toString('base64url');

/** Rows before the page of a cursor; 0 without one. @throws AppError VALIDATION_FAILED */
export function offsetOf(cursor: string | undefined, selection: RowSelectionDto): number {
  if (cursor === undefined) return 0;
  const [, offset, hash] = /^(\d{1,9})\.(.{8})$/.exec(Buffer.from(cursor, 'base64url').toString()) ?? [];
  if (hash === selectionHash(selection)) return Number(offset);
  const message = 'cursor belongs to another sort or filter; leave it out for the first page';
  throw validationError([{ field: 'cursor', message }]);
}
