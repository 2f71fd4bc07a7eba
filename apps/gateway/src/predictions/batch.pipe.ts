import { Injectable, type PipeTransform } from '@nestjs/common';
import { AppError, type CandidateRow, type FieldError, type RefusedRow } from '@exoplanet/contracts';
import { EnvDto } from '@exoplanet/platform';
import { validationError } from '../platform/http/validation.pipe';
import { CandidateValidator } from './candidate-validator';

/** Maximum number of invalid rows that an error describes. */
const MAX_ROWS_DESCRIBED = 100;

/** The rows of a batch, those that are valid and those that are not. */
export interface CheckedBatch {
  rows: CandidateRow[];
  refused: RefusedRow[];
}

/** Validates the rows of a batch one by one, so that each error names its row. */
@Injectable()
export class BatchPipe implements PipeTransform<unknown, CheckedBatch> {
  constructor(
    private readonly validator: CandidateValidator,
    private readonly env: EnvDto,
  ) {}

  /** @throws AppError VALIDATION_FAILED for a body that is not a batch, BATCH_TOO_LARGE */
  transform(body: unknown): CheckedBatch {
    const batch: CheckedBatch = { rows: [], refused: [] };
    listOf(body, this.env.MAX_BATCH_SIZE).forEach((row, index) => {
      const errors = this.validator.problems(row);
      if (errors.length === 0) batch.rows.push(row as CandidateRow);
      else batch.refused.push({ index, errors: errors.map(({ field, message }) => ({ field, message })) });
    });
    return batch;
  }
}

/** The error for a batch with invalid rows. */
export function refusedRowsError(refused: RefusedRow[]): AppError {
  return validationError(refused.slice(0, MAX_ROWS_DESCRIBED).flatMap(namedByRow));
}

function namedByRow({ index, errors }: RefusedRow): FieldError[] {
  return errors.map(({ field, message }) => ({
    field: field ? `predictions[${index}].${field}` : `predictions[${index}]`,
    message: `row ${index}: ${message}`,
    index,
  }));
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
