import { AppError, DTO_CHECK, fieldErrors, type FieldError } from '@exoplanet/contracts';
import { ValidationPipe } from '@nestjs/common';

/** Checks every DTO by its decorators; a field that the DTO does not have is refused. */
export const validationPipe = (): ValidationPipe =>
  new ValidationPipe({
    ...DTO_CHECK,
    transform: true,
    exceptionFactory: (problems) => validationError(problems.flatMap((problem) => fieldErrors(problem))),
  });

/** The error for a request with wrong fields; its detail is the first of them. */
export function validationError(errors: FieldError[]): AppError {
  const more = errors.length > 1 ? ` (and ${errors.length - 1} more)` : '';
  return new AppError('VALIDATION_FAILED', `${errors[0]?.message ?? 'invalid'}${more}`, errors);
}
