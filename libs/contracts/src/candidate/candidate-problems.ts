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
  const fields = withoutNested(row, 'diagnostics');
  return validateSync(plainToInstance(CandidateDto, fields), DTO_CHECK).flatMap((problem) => fieldErrors(problem));
}

/**
 * The fields with nested values emptied, but those of one field. No other field may hold an object, so what is in it does not
 * matter, and class-transformer must not read it: it would call a property named `constructor`.
 */
function withoutNested(fields: object, except?: string): Record<string, unknown> {
  const emptied = (name: string, value: unknown): unknown => {
    if (typeof value !== 'object' || value === null) return value;
    if (Array.isArray(value)) return [];
    return name === except ? withoutNested(value) : {};
  };
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, emptied(name, value)]));
}

/** The faults in the values of a candidate whose form is valid; empty for a usable one. */
export function contentProblems(row: CandidateRow): FieldError[] {
  return hasMeasurement(row)
    ? []
    : [{ field: '', message: 'at least one measured value is required, for example period or radius' }];
}
