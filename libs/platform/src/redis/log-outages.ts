import { Logger } from '@nestjs/common';
import type { Redis } from 'ioredis';

/** Writes one log line when Redis cannot be reached and one when it answers again, however many attempts fail in between. */
export function logOutages(redis: Redis): void {
  const logger = new Logger('redis');
  const { host, port } = redis.options;
  let isOut = false;
  let reason = '';
  redis.on('error', ({ message }: Error) => (reason = message ? `: ${message}` : ''));
  redis.on('reconnecting', () => {
    if (!isOut) logger.warn(`Redis at ${host}:${port} cannot be reached${reason}; trying again until it answers`);
    isOut = true;
  });
  redis.on('ready', () => {
    if (isOut) logger.log(`Redis at ${host}:${port} answers again`);
    isOut = false;
    reason = '';
  });
}
