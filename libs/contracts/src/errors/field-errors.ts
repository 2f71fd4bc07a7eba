import type { ValidationError, ValidatorOptions } from 'class-validator';
import type { FieldError } from './catalogue';

/** How every DTO is checked: a field that it does not have is refused, and each field is told its first fault. */
export const DTO_CHECK: ValidatorOptions = { whitelist: true, forbidNonWhitelisted: true, stopAtFirstError: true };

/** What class-validator found, flat: one entry a constraint, with the path of the field. */
export function fieldErrors(problem: ValidationError, parent = ''): FieldError[] {
  const { property, constraints = {}, children = [] } = problem;
  const field = parent ? (/^\d+$/.test(property) ? `${parent}[${property}]` : `${parent}.${property}`) : property;
  const own = Object.entries(constraints).map(([rule, message]) => ({
    field,
    message: rule === 'whitelistValidation' ? `${property} is not a field of this request` : message,
  }));
  return [...own, ...children.flatMap((child) => fieldErrors(child, field))];
}
