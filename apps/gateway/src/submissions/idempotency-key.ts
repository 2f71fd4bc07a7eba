import { AppError } from '@exoplanet/contracts';

/** The key, if it is usable. @throws AppError VALIDATION_FAILED */
export function checkedKey(key: string): string {
  if (/^[\x21-\x7e]{1,255}$/.test(key)) return key;
  const message = 'Idempotency-Key must be 1 to 255 visible ASCII characters';
  throw new AppError('VALIDATION_FAILED', message, [{ field: 'Idempotency-Key', message }]);
}
