import { QueueKeys } from 'bullmq';

/** Redis keys hold pattern and id between colons, and BullMQ takes numbers for ids of its own. */
const ID = /^(?!\d+$)[^:\s]{1,128}$/;
const PATTERN = /^[^:\s]{1,64}$/;

/** Names that BullMQ and the payload store use in the same place. */
const takenIds = new Set([...Object.keys(new QueueKeys().getKeys('any')), 'metrics', 'dn']);
const takenPatterns = new Set(['payload', 'payloads']);

/** Whether a job can have this id: 1 to 128 characters without colon and space, not digits alone, not a name of BullMQ's such as `events`. */
export const isJobId = (id: string): boolean => ID.test(id) && !takenIds.has(id);

/** @throws TypeError */
export function checkJobId(id: string): string {
  if (!isJobId(id)) {
    throw new TypeError(
      `${JSON.stringify(id)} cannot be a job id: 1 to 128 characters without ':' and spaces, not a number, not a name of the queue's`,
    );
  }
  return id;
}

/** @throws TypeError */
export function checkPattern(pattern: string): string {
  if (!PATTERN.test(pattern) || takenPatterns.has(pattern)) {
    throw new TypeError(
      `${JSON.stringify(pattern)} cannot be a job pattern: 1 to 64 characters without ':' and spaces, not 'payload'`,
    );
  }
  return pattern;
}
