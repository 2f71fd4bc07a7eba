import type { ErrorCode, FieldError } from '@exoplanet/contracts';

/** What a thread makes of a large body. `columns`: long lists of numbers become typed arrays. `batch`: rows become a table. */
export type ParseTaskName = 'columns' | 'batch';

export interface ParseTask {
  name: ParseTaskName;
  bytes: Uint8Array<ArrayBuffer>;
  /** Maximum number of rows of a batch. */
  maxRows: number;
}

/** Errors leave a thread as plain data, because their class would be lost. */
export type ThreadAnswer =
  { value: unknown } | { problem: { code: ErrorCode; message: string; errors?: readonly FieldError[] } };
