import { candidates } from '../load/candidates.mjs';
import { drive, quantile } from '../load/drive.mjs';
import { requestBytes } from '../load/http-client.mjs';
import { milliseconds, row } from '../table.mjs';

const MAX_P50_MS = 2.5;
const MAX_P99_MS = 15;

/** A prediction that one client waits for, while nothing else uses the system. @type {import('../context.mjs').Benchmark} */
export async function oneClient({ system, seconds }) {
  const requests = candidates(1000).map((body) => requestBytes('POST', '/predict?wait=5', body));
  const next = (/** @type {number} */ n) => requests[n % requests.length];
  const { url } = await system();
  await drive(url, { clients: 1, seconds: seconds / 2, next });
  const { latencies } = await drive(url, { clients: 1, seconds: 2 * seconds, next });
  const latencyRow = (/** @type {string} */ name, /** @type {number} */ share, /** @type {number} */ max) => {
    const latency = quantile(latencies, share);
    return row({
      work: `POST /predict?wait, 1 client: ${name}`,
      measured: milliseconds(latency),
      required: `≤ ${max} ms`,
      reached: latency <= max,
    });
  };
  return [latencyRow('p50', 0.5, MAX_P50_MS), latencyRow('p99', 0.99, MAX_P99_MS)];
}
