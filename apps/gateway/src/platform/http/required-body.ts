import { AppError } from '@exoplanet/contracts';

/** The body of a route that needs one. @throws AppError MALFORMED_JSON where there is none */
export function requiredBody<T>(body: T | undefined): T {
  if (body === undefined) throw new AppError('MALFORMED_JSON', 'The body is empty');
  return body;
}
