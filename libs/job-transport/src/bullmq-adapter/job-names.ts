import { QueueKeys } from 'bullmq';

/** A Redis key joins pattern and id with colons, and BullMQ generates ids of digits alone. */
const ID = /^(?!\d+$)[^:\s]{1,128}$/;
const PATTERN = /^[^:\s]{1,64}$/;

/** Names that BullMQ and the payload store use at the same place in a key. */
const reservedIds = new Set([...Object.keys(new QueueKeys().getKeys('any')), 'metrics', 'dn']);
const reservedPatterns = new Set(['payload', 'payloads']);

/** Whether a job can have this id: 1 to 128 characters without colon or space, not only digits, no name that BullMQ reserves (`events`). */
export const isJobId = (id: string): boolean => ID.test(id) && !reservedIds.has(id);

/** @throws TypeError */
export function checkJobId(id: string): string {
  if (isJobId(id)) return id;
  throw new TypeError(
    `${JSON.stringify(id)} cannot be a job id: use 1 to 128 characters without ':' or spaces, not only digits, and no name that the queue reserves`,
  );
}

/** @throws TypeError */
export function checkPattern(pattern: string): string {
  if (PATTERN.test(pattern) && !reservedPatterns.has(pattern)) return pattern;
  throw new TypeError(
    `${JSON.stringify(pattern)} cannot be a job pattern: use 1 to 64 characters without ':' or spaces, and not 'payload' or 'payloads'`,
  );
}
