import { candidates } from '../load/candidates.mjs';
import { HttpClient, requestBytes } from '../load/http-client.mjs';
import { callsFromOutside } from '../system/redis-calls.mjs';
import { row } from '../table.mjs';

/** Most calls a task, as `speed-does-not-regress.spec.ts` holds them. */
export const MOST_CALLS = { alone: 11, together: 1 };

/** How many calls reach Redis for a task: of one that is alone, and of those of 64 clients that come together. */
export async function roundTrips({ system }) {
  const { url, redis } = await system();
  const found = await callsOfTasks(url, redis.url, 'exoplanet');
  const work = 'calls to Redis a task';
  return [
    row({
      work: `${work}, alone`,
      measured: found.alone.toFixed(1),
      required: `≤ ${MOST_CALLS.alone}`,
      reached: found.alone <= MOST_CALLS.alone,
    }),
    row({
      work: `${work}, 64 clients`,
      measured: found.together.toFixed(2),
      required: `≤ ${MOST_CALLS.together}`,
      reached: found.together <= MOST_CALLS.together,
    }),
  ];
}

/** @param {string} url @param {string} redisUrl @param {string} prefix */
export async function callsOfTasks(url, redisUrl, prefix) {
  const of = (clients) => callsFromOutside(redisUrl, prefix, () => sendTogether(url, clients, 30));
  return { alone: await of(1), together: await of(64) };
}

/** Each client sends one request and all wait for all, again and again; gives the number of requests. */
async function sendTogether(url, clients, rounds) {
  const request = requestBytes('POST', '/predict?wait=5', candidates(1)[0]);
  const open = await Promise.all(Array.from({ length: clients }, () => HttpClient.open(url)));
  for (let round = 0; round < rounds; round++) await Promise.all(open.map((client) => client.send(request)));
  for (const client of open) client.close();
  return clients * rounds;
}
