import { AppError } from '@exoplanet/contracts';

/** Runs a read on Redis. @throws AppError REDIS_UNAVAILABLE when Redis fails or does not answer */
export async function readRedis<T>(read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof AppError) throw error;
    throw new AppError('REDIS_UNAVAILABLE');
  }
}
