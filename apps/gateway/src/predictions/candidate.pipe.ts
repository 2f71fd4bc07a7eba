import { Injectable, type PipeTransform } from '@nestjs/common';
import type { CandidateRow } from '@exoplanet/contracts';
import { validationError } from '../platform/http/validation.pipe';
import { CandidateValidator } from './candidate-validator';

/** Validates a body that is one candidate. */
@Injectable()
export class CandidatePipe implements PipeTransform<unknown, CandidateRow> {
  constructor(private readonly validator: CandidateValidator) {}

  /** @throws AppError VALIDATION_FAILED */
  transform(body: unknown): CandidateRow {
    const problems = this.validator.problems(body);
    if (problems.length > 0) throw validationError(problems);
    return body as CandidateRow;
  }
}
