import { RedisScript } from './redis-script';

/**
 * Removes a job that failed, so that its id is free for a new attempt. Keys: job, set of failed jobs. Arguments: id,
 * submission that created it; a job of another submission is left alone. Returns 1 where it was removed.
 */
export const removeFailedJobScript = new RedisScript<number>(
  'removeFailedJob',
  2,
  `local options = redis.call('HGET', KEYS[1], 'opts')
  if not options or cjson.decode(options).submission ~= ARGV[2] then return 0 end
  if redis.call('ZREM', KEYS[2], ARGV[1]) == 0 then return 0 end
  redis.call('UNLINK', KEYS[1])
  return 1`,
);
