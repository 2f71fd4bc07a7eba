import { AppError, type FieldError } from '@exoplanet/contracts';
import { ValidationPipe, type ValidationError } from '@nestjs/common';

/** Checks every DTO by its decorators; a field that the DTO does not have is refused. */
export const validationPipe = (): ValidationPipe =>
  new ValidationPipe({
    transform: true,
    whitelist: true,
    forbidNonWhitelisted: true,
    stopAtFirstError: true,
    exceptionFactory: (problems) => validationError(problems.flatMap((problem) => fieldErrors(problem))),
  });

/** The error for a request with wrong fields; its detail is the first of them. */
export function validationError(errors: FieldError[]): AppError {
  const more = errors.length > 1 ? ` (and ${errors.length - 1} more)` : '';
  return new AppError('VALIDATION_FAILED', `${errors[0]?.message ?? 'invalid'}${more}`, errors);
}

/** What class-validator found, flat: one entry a constraint, with the path of the field. */
export function fieldErrors(problem: ValidationError, parent = ''): FieldError[] {
  const field = parent ? (/^\d+$/.test(problem.property) ? `${parent}[${problem.property}]` : `${parent}.${problem.property}`) : problem.property;
  const own = Object.entries(problem.constraints ?? {}).map(([rule, message]) => ({
    field,
    message: rule === 'whitelistValidation' ? `${problem.property} is not a field of this request` : message,
  }));
  return [...own, ...(problem.children ?? []).flatMap((child) => fieldErrors(child, field))];
}
