import { candidates } from '../load/candidates.mjs';
import { HttpClient, requestBytes } from '../load/http-client.mjs';
import { clientCallsPerTask } from '../system/redis-calls.mjs';
import { row } from '../table.mjs';

/** At most so many calls a task; `speed-does-not-regress.spec.ts` asserts it. */
export const MAX_CALLS = { alone: 11, together: 1 };

/** How many calls reach Redis for a task: one that is alone, and those of 64 clients at once. @type {import('../context.mjs').Benchmark} */
export async function roundTrips({ system }) {
  const { url, redis } = await system();
  const found = await callsPerTask(url, redis.url, 'exoplanet');
  const work = 'calls to Redis a task';
  return [
    row({
      work: `${work}, alone`,
      measured: found.alone.toFixed(1),
      required: `≤ ${MAX_CALLS.alone}`,
      reached: found.alone <= MAX_CALLS.alone,
    }),
    row({
      work: `${work}, 64 clients`,
      measured: found.together.toFixed(2),
      required: `≤ ${MAX_CALLS.together}`,
      reached: found.together <= MAX_CALLS.together,
    }),
  ];
}

/** @param {string} url @param {string} redisUrl @param {string} prefix first part of the system's keys */
export async function callsPerTask(url, redisUrl, prefix) {
  const measure = (/** @type {number} */ clients) =>
    clientCallsPerTask(redisUrl, prefix, () => sendTogether(url, clients, 30));
  return { alone: await measure(1), together: await measure(64) };
}

/**
 * Each client sends one request, all wait for all answers, and this repeats.
 * @param {string} url
 * @param {number} clients
 * @param {number} rounds
 * @returns {Promise<number>} how many requests were sent
 */
async function sendTogether(url, clients, rounds) {
  const request = requestBytes('POST', '/predict?wait=5', candidates(1)[0]);
  const open = await Promise.all(Array.from({ length: clients }, () => HttpClient.open(url)));
  for (let round = 0; round < rounds; round++) await Promise.all(open.map((client) => client.send(request)));
  for (const client of open) client.close();
  return clients * rounds;
}
