import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import type { FieldError } from '../errors/app-error';
import { DTO_CHECK, fieldErrors } from '../errors/field-errors';
import { CandidateDto } from './candidate.dto';
import { type CandidateRow, hasMeasurement } from './rows';

/** The faults in the form of a candidate, as class-validator finds them; empty for a valid one. */
export function formProblems(row: unknown): FieldError[] {
  if (typeof row !== 'object' || row === null || Array.isArray(row))
    return [{ field: '', message: 'a candidate must be an object' }];
  return validateSync(plainToInstance(CandidateDto, row), DTO_CHECK).flatMap((problem) => fieldErrors(problem));
}

/** The faults in the values of a candidate whose form is valid; empty for a usable one. */
export function contentProblems(row: CandidateRow): FieldError[] {
  return hasMeasurement(row)
    ? []
    : [{ field: '', message: 'at least one measured value is required, for example period or radius' }];
}
