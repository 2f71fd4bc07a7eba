import type { ValidationError, ValidatorOptions } from 'class-validator';
import type { FieldError } from './app-error';

/** How every DTO is validated: unknown fields are refused, and each field reports its first fault only. */
export const DTO_CHECK: ValidatorOptions = { whitelist: true, forbidNonWhitelisted: true, stopAtFirstError: true };

/** The faults that class-validator found, as a flat list with the path of each field. */
export function fieldErrors(problem: ValidationError, parent = ''): FieldError[] {
  const { property, constraints = {}, children = [] } = problem;
  const field = parent ? (/^\d+$/.test(property) ? `${parent}[${property}]` : `${parent}.${property}`) : property;
  const own = Object.entries(constraints).map(([rule, message]) => ({
    field,
    message: rule === 'whitelistValidation' ? `${property} is not a field of this request` : message,
  }));
  return [...own, ...children.flatMap((child) => fieldErrors(child, field))];
}
