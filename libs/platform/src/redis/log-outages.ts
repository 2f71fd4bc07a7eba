import { Logger } from '@nestjs/common';
import type { Redis } from 'ioredis';
import { describeAddress, parseRedisUrl } from '@exoplanet/redis';
import type { EnvDto } from '../environment/env.dto';

/** Writes one log line when Redis cannot be reached and one when it answers again, however many attempts fail in between. */
export function logOutages(redis: Redis, { REDIS_URL }: Pick<EnvDto, 'REDIS_URL'>): void {
  const logger = new Logger('redis');
  const address = describeAddress(parseRedisUrl(REDIS_URL));
  let isOut = false;
  let reason = '';
  redis.on('error', ({ message }: Error) => (reason = message ? `: ${message}` : ''));
  redis.on('reconnecting', () => {
    if (!isOut) logger.warn(`${address} cannot be reached${reason}; trying again until it answers`);
    isOut = true;
  });
  redis.on('ready', () => {
    if (isOut) logger.log(`${address} answers again`);
    isOut = false;
    reason = '';
  });
}
