import { Injectable, type PipeTransform } from '@nestjs/common';
import { AppError, type FieldError, type RefusedRow } from '@exoplanet/contracts';
import { EnvDto } from '@exoplanet/platform';
import { requiredBody } from '../platform/http/required-body';
import { validationError } from '../platform/http/validation-error';
import { CandidateValidator } from './candidate-validator';
import { checkBatch, type CheckedRows } from './check-batch';
import type { PreparedBatch } from './prepared-batch';

/** Maximum number of invalid rows that an error describes. */
const MAX_ROWS_DESCRIBED = 100;

export type CheckedBatch = CheckedRows | PreparedBatch;

/** Validates the rows of a batch. A large body has been validated on the thread that parsed it. */
@Injectable()
export class BatchPipe implements PipeTransform<unknown, CheckedBatch> {
  constructor(
    private readonly validator: CandidateValidator,
    private readonly env: EnvDto,
  ) {}

  /** @throws AppError VALIDATION_FAILED for a body that is not a batch, BATCH_TOO_LARGE */
  transform(body: unknown): CheckedBatch {
    if (isPrepared(body)) return body;
    return checkBatch(requiredBody(body), this.env.MAX_BATCH_SIZE, (row) => this.validator.read(row));
  }
}

/** JSON has no typed arrays, so only a thread can have made this. */
function isPrepared(body: unknown): body is PreparedBatch {
  return (body as Partial<PreparedBatch> | null)?.table?.values instanceof Float32Array;
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
