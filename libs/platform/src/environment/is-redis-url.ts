import { ValidateBy, type ValidationArguments } from 'class-validator';
import { parseRedisUrl, RedisUrlError } from '@exoplanet/redis';

function problemOf(url: unknown): string | undefined {
  try {
    parseRedisUrl(String(url));
    return undefined;
  } catch (error) {
    if (error instanceof RedisUrlError) return error.message;
    throw error;
  }
}

/** Whether a variable is an address of Redis in one of the forms; the message says what is wrong with it. */
export const IsRedisUrl = (): PropertyDecorator =>
  ValidateBy({
    name: 'isRedisUrl',
    validator: {
      validate: (value: unknown) => problemOf(value) === undefined,
      defaultMessage: (given?: ValidationArguments) => `$property ${problemOf(given?.value)}`,
    },
  });
