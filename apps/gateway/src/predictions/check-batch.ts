import { AppError, type CandidateRow, type RefusedRow } from '@exoplanet/contracts';
import { validationError } from '../platform/http/validation-error';
import type { CheckedRow } from './candidate-check';

/** The rows of a batch, those that are valid and those that are not. */
export interface CheckedRows {
  rows: CandidateRow[];
  refused: RefusedRow[];
}

/**
 * Validates the rows of a batch one by one, so that each error names its row.
 * @throws AppError VALIDATION_FAILED for a body that is not a batch, BATCH_TOO_LARGE
 */
export function checkBatch(body: unknown, maxRows: number, read: (row: unknown) => CheckedRow): CheckedRows {
  const batch: CheckedRows = { rows: [], refused: [] };
  listOf(body, maxRows).forEach((row, index) => {
    const checked = read(row);
    if ('candidate' in checked) batch.rows.push(checked.candidate);
    else batch.refused.push({ index, errors: checked.errors.map(({ field, message }) => ({ field, message })) });
  });
  return batch;
}

function listOf(body: unknown, maxRows: number): unknown[] {
  const wrong = (field: string, message: string) => validationError([{ field, message }]);
  if (typeof body !== 'object' || body === null || Array.isArray(body))
    throw wrong('', 'the body must be {"predictions": [...]}');
  const { predictions, ...others } = body as { predictions?: unknown };
  const [unknown] = Object.keys(others);
  if (unknown !== undefined) throw wrong(unknown, `${unknown} is not a field of this request`);
  if (!Array.isArray(predictions)) throw wrong('predictions', 'predictions must be a list of candidates');
  if (predictions.length === 0) throw wrong('predictions', 'predictions must not be empty');
  if (predictions.length > maxRows) {
    const message = `predictions has ${predictions.length} rows; the maximum is ${maxRows}`;
    throw new AppError('BATCH_TOO_LARGE', message, [{ field: 'predictions', message }]);
  }
  return predictions;
}
