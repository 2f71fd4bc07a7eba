import { AppError } from '@exoplanet/contracts';

/** Runs work on the store. @throws AppError STORE_UNAVAILABLE in place of any other error */
export function inStore<T>(work: () => T): T {
  try {
    const result = work();
    return result instanceof Promise
      ? (result.catch((error: unknown) => Promise.reject(asAppError(error))) as T)
      : result;
  } catch (error) {
    throw asAppError(error);
  }
}

function asAppError(error: unknown): AppError {
  if (error instanceof AppError) return error;
  const { code, name, message } = error as NodeJS.ErrnoException;
  return new AppError('STORE_UNAVAILABLE', `The store of catalogues cannot be used: ${code ?? name}: ${message}`);
}
