import type { Redis } from 'ioredis';
import { jobFailure } from '../errors/job-error';
import { type FailureEnvelope, WHOLE_JOB } from '../record/job-envelopes';
import { RECORD_FIELDS } from '../record/job-record';
import { RedisScript } from '../redis/redis-script';

/**
 * Marks an unfinished job as cancelled and gives its fields. Three places hear of it: readers in `cancelled`; the worker
 * that will take the job in its options (parts) or in BullMQ's deferred failure `defa` (the whole job: BullMQ then fails
 * it without a run); whoever follows the stream in an event that stands before that of any outcome.
 */
const script = new RedisScript<(string | null)[] | null>(
  'cancelJob',
  2,
  `local job, events = KEYS[1], KEYS[2]
  local id, part, now, failure = ARGV[1], ARGV[2], ARGV[3], ARGV[4]
  if redis.call('EXISTS', job) == 0 then return nil end
  if redis.call('HEXISTS', job, 'finishedOn') == 0 then
    local parts = cjson.decode(redis.call('HGET', job, 'cancelled') or '[]')
    local known = false
    for _, other in ipairs(parts) do known = known or other == part end
    if not known then
      table.insert(parts, part)
      local options = cjson.decode(redis.call('HGET', job, 'opts'))
      options.cancelled = parts
      redis.call('HSET', job, 'cancelled', cjson.encode(parts), 'opts', cjson.encode(options))
      if part == '${WHOLE_JOB}' then redis.call('HSET', job, 'defa', failure, 'cancelledAt', now) end
      redis.call('XADD', events, '*', 'event', 'cancelled', 'jobId', id, 'part', part)
    end
  end
  return redis.call('HMGET', job, ${RECORD_FIELDS.map((name) => `'${name}'`).join(', ')})`,
);

const failure = JSON.stringify(jobFailure('CANCELLED') satisfies FailureEnvelope);

/** The job's fields as of `RECORD_FIELDS`, null where there is no such job. */
export function cancelJob(
  redis: Redis,
  keys: { job: string; events: string },
  id: string,
  part: string,
): Promise<(string | null)[] | null> {
  return script.run(redis, [keys.job, keys.events], [id, part, Date.now(), failure]);
}
