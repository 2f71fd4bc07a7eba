import { Logger } from '@nestjs/common';
import type { Redis } from 'ioredis';

/** Writes one line when Redis cannot be reached and one when it answers again, however often it is tried in between. */
export function tellOfOutages(redis: Redis): void {
  const logger = new Logger('redis');
  const { host, port } = redis.options;
  let isOut = false;
  let reason = '';
  redis.on('error', ({ message }: Error) => (reason = message ? `: ${message}` : ''));
  redis.on('reconnecting', () => {
    if (!isOut) logger.warn(`Redis at ${host}:${port} cannot be reached${reason}; it is tried until it can`);
    isOut = true;
  });
  redis.on('ready', () => {
    if (isOut) logger.log(`Redis at ${host}:${port} answers again`);
    isOut = false;
    reason = '';
  });
}
