import { SNAPSHOT_FIELDS } from './job-hash';
import { WHOLE_JOB } from './job-options';
import { RedisScript } from './redis-script';

/**
 * Marks an unfinished job, or one part of it, as cancelled and returns its fields as of `SNAPSHOT_FIELDS`, null where there
 * is no such job. Readers find the mark in `cancelled`. The worker that takes the job later finds it in the job's options
 * (parts) or as BullMQ's deferred failure `defa` (whole job: BullMQ then fails it without a run). A reader of the
 * stream gets an event, before that of any outcome.
 *
 * Keys: job, event stream. Arguments: id, part, now [ms], failure as JSON.
 */
export const cancelScript = new RedisScript<(string | null)[] | null>(
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
  return redis.call('HMGET', job, ${SNAPSHOT_FIELDS.map((name) => `'${name}'`).join(', ')})`,
);
