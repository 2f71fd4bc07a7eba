import { AppError, type FieldError } from '@exoplanet/contracts';

/** The error for a request with invalid fields; its detail is the first of them. */
export function validationError(errors: FieldError[]): AppError {
  const more = errors.length > 1 ? ` (and ${errors.length - 1} more)` : '';
  return new AppError('VALIDATION_FAILED', `${errors[0]?.message ?? 'invalid'}${more}`, errors);
}
