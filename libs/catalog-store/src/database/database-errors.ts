import { AppError } from '@exoplanet/contracts';

/** An error of a query as a caller should see it; every other error as it is. DuckDB begins a message with the kind of error. */
export function databaseError(error: unknown): unknown {
  const { message = '' } = error as Partial<Error>;
  if (message.startsWith('Out of Memory Error'))
    return new AppError(
      'OVERLOADED',
      'The database of catalogues needs more memory than CATALOG_MEMORY leaves at this moment. Try again, or ask for fewer columns or, with a filter, for fewer rows',
    );
  if (message.startsWith('IO Error'))
    return new AppError('STORE_UNAVAILABLE', `A file of the catalogue cannot be used: ${message.split('\n')[0]}`);
  return error;
}
