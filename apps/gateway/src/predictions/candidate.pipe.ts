import { Injectable, type PipeTransform } from '@nestjs/common';
import type { CandidateRow } from '@exoplanet/contracts';
import { requiredBody } from '../platform/http/required-body';
import { validationError } from '../platform/http/validation-error';
import { CandidateValidator } from './candidate-validator';

/** Validates a body that is one candidate. */
@Injectable()
export class CandidatePipe implements PipeTransform<unknown, CandidateRow> {
  constructor(private readonly validator: CandidateValidator) {}

  /** @throws AppError VALIDATION_FAILED, MALFORMED_JSON */
  transform(body: unknown): CandidateRow {
    const checked = this.validator.read(requiredBody(body));
    if ('errors' in checked) throw validationError(checked.errors);
    return checked.candidate;
  }
}
