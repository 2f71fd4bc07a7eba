import { RedisScript } from './redis-script';

/**
 * Sets a counter of a queue to zero if the queue has no unfinished job: reservations that dead processes did not release end
 * here. Keys: waiting, active, delayed, prioritized, hash of counters. Argument: field.
 */
export const resetReservationsScript = new RedisScript<number>(
  'resetWhenIdle',
  5,
  `if redis.call('LLEN', KEYS[1]) + redis.call('LLEN', KEYS[2]) > 0 then return 0 end
  if redis.call('ZCARD', KEYS[3]) + redis.call('ZCARD', KEYS[4]) > 0 then return 0 end
  return redis.call('HDEL', KEYS[5], ARGV[1])`,
);
