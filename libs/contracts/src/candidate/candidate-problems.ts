import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import type { FieldError } from '../errors/catalogue';
import { DTO_CHECK, fieldErrors } from '../errors/field-errors';
import { CandidateDto } from './candidate.dto';
import { type CandidateRow, hasMeasurement } from './rows';

/** What is wrong with the form of a candidate, as class-validator says; empty when nothing is. */
export function formProblems(row: unknown): FieldError[] {
  if (typeof row !== 'object' || row === null || Array.isArray(row))
    return [{ field: '', message: 'a candidate must be an object' }];
  return validateSync(plainToInstance(CandidateDto, row), DTO_CHECK).flatMap((problem) => fieldErrors(problem));
}

/** What is wrong with what a candidate of the right form says; empty when nothing is. */
export function contentProblems(row: CandidateRow): FieldError[] {
  return hasMeasurement(row)
    ? []
    : [{ field: '', message: 'at least one measured value is needed, for example period or radius' }];
}
