import { AppError } from '@exoplanet/contracts';

const USABLE = /^[\x21-\x7e]{1,255}$/;

/** For the OpenAPI document. */
export const IDEMPOTENCY_KEY_SCHEMA = { type: 'string', pattern: USABLE.source } as const;

/** The key, if it is usable. @throws AppError VALIDATION_FAILED */
export function checkedKey(key: string): string {
  if (USABLE.test(key)) return key;
  const message = 'Idempotency-Key must be 1 to 255 visible ASCII characters';
  throw new AppError('VALIDATION_FAILED', message, [{ field: 'Idempotency-Key', message }]);
}
