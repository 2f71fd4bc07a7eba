import { RedisScript } from './redis-script';

/** Minimum number of entries that BullMQ keeps of an event stream. */
const MAX_EVENTS = 10_000;

/**
 * Writes the progress of a job that waits for its children, as BullMQ does for a job that runs; not of one that has ended.
 * Keys: job, event stream of its queue. Arguments: id, progress as JSON.
 */
export const parentProgressScript = new RedisScript<number>(
  'writeParentProgress',
  2,
  `if redis.call('EXISTS', KEYS[1]) == 0 or redis.call('HEXISTS', KEYS[1], 'finishedOn') == 1 then return 0 end
  redis.call('HSET', KEYS[1], 'progress', ARGV[2])
  redis.call('XADD', KEYS[2], 'MAXLEN', '~', ${MAX_EVENTS}, '*', 'event', 'progress', 'jobId', ARGV[1], 'data', ARGV[2])
  return 1`,
);
