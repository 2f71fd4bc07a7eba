import { AppError } from '@exoplanet/contracts';

/** Runs a read on Redis; whatever goes wrong there is REDIS_UNAVAILABLE to the caller. */
export async function fromRedis<T>(read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof AppError) throw error;
    throw new AppError('REDIS_UNAVAILABLE');
  }
}
