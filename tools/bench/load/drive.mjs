import { HttpClient } from './http-client.mjs';

/**
 * Puts load on a server: each client sends its next request when the last one is answered.
 * @param {string} url
 * @param {{ clients: number, seconds: number, next: (n: number) => Buffer, status?: number }} load status: what every answer must have
 * @returns {Promise<{ perSecond: number, latencies: Float64Array }>} latencies: sorted [ms]
 */
export async function drive(url, { clients, seconds, next, status = 200 }) {
  const open = await Promise.all(Array.from({ length: clients }, () => HttpClient.open(url)));
  /** @type {number[]} */
  const latencies = [];
  let sent = 0;
  const started = performance.now();
  const end = started + seconds * 1000;
  const work = async (/** @type {HttpClient} */ client) => {
    for (let now = performance.now(); now < end;) {
      const answer = await client.send(next(sent++));
      if (answer.status !== status)
        throw new Error(`${url} answered ${answer.status}: ${answer.body.toString('utf8', 0, 300)}`);
      const after = performance.now();
      latencies.push(after - now);
      now = after;
    }
  };
  try {
    await Promise.all(open.map(work));
  } finally {
    for (const client of open) client.close();
  }
  const elapsed = (performance.now() - started) / 1000;
  return { perSecond: latencies.length / elapsed, latencies: Float64Array.from(latencies).sort() };
}

/** A quantile of sorted values. @param {Float64Array} sorted @param {number} share */
export const quantile = (sorted, share) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];

/** @param {number[]} values */
export const median = (values) => quantile(Float64Array.from(values).sort(), 0.5);
