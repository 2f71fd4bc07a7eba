import { candidates } from '../load/candidates.mjs';
import { drive } from '../load/drive.mjs';
import { requestBytes } from '../load/http-client.mjs';
import { callsFromOutside } from '../system/redis-calls.mjs';
import { row } from '../table.mjs';

/** Most calls a task, as `speed-does-not-regress.spec.ts` holds them. */
export const MOST_CALLS = { alone: 11, together: 1 };

/** How many calls reach Redis for a task: of one that is alone, and of those of 64 clients, which travel together. */
export async function roundTrips({ system, seconds }) {
  const { url, redis } = await system();
  const found = await callsOfTasks(url, redis.url, 'exoplanet', seconds / 2);
  const work = 'calls to Redis a task';
  return [
    row({ work: `${work}, alone`, measured: found.alone.toFixed(1), required: `≤ ${MOST_CALLS.alone}`, reached: found.alone <= MOST_CALLS.alone }),
    row({ work: `${work}, 64 clients`, measured: found.together.toFixed(2), required: `≤ ${MOST_CALLS.together}`, reached: found.together <= MOST_CALLS.together }),
  ];
}

/** @param {string} url @param {string} redisUrl @param {string} prefix @param {number} seconds */
export async function callsOfTasks(url, redisUrl, prefix, seconds) {
  const request = requestBytes('POST', '/predict?wait=5', candidates(1)[0]);
  const of = (clients) =>
    callsFromOutside(redisUrl, prefix, async () => (await drive(url, { clients, seconds, next: () => request })).latencies.length);
  return { alone: await of(1), together: await of(64) };
}
