import { candidates } from '../load/candidates.mjs';
import { drive } from '../load/drive.mjs';
import { HttpClient, requestBytes } from '../load/http-client.mjs';
import { callsFromOutside } from '../system/redis-calls.mjs';
import { row } from '../table.mjs';

/** How many calls reach Redis for a task: of one that is alone, and of those of 64 clients, which travel together. */
export async function roundTrips({ system, seconds }) {
  const { url, redis } = await system();
  const request = requestBytes('POST', '/predict?wait=5', candidates(1)[0]);
  const alone = await callsFromOutside(redis.url, async () => {
    const client = await HttpClient.open(url);
    for (let task = 0; task < 50; task++) await client.send(request);
    client.close();
    return 50;
  });
  const together = await callsFromOutside(redis.url, async () => Math.round((await drive(url, { clients: 64, seconds: seconds / 2, next: () => request })).latencies.length));
  const work = 'calls to Redis a task';
  return [
    row({ work: `${work}, alone`, measured: alone.toFixed(1), required: '≤ 6', reached: alone <= 6 }),
    row({ work: `${work}, 64 clients`, measured: together.toFixed(2), required: '≤ 1', reached: together <= 1 }),
  ];
}
