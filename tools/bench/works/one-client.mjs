import { candidates } from '../load/candidates.mjs';
import { drive, quantile } from '../load/drive.mjs';
import { requestBytes } from '../load/http-client.mjs';
import { milliseconds, row } from '../table.mjs';

/** A prediction that somebody waits for, alone on the system. */
export async function oneClient({ system, seconds }) {
  const requests = candidates(1000).map((body) => requestBytes('POST', '/predict?wait=5', body));
  const next = (n) => requests[n % requests.length];
  const { url } = await system();
  await drive(url, { clients: 1, seconds: seconds / 2, next });
  const { latencies } = await drive(url, { clients: 1, seconds: 2 * seconds, next });
  const [p50, p99] = [quantile(latencies, 0.5), quantile(latencies, 0.99)];
  return [
    row({
      work: 'POST /predict?wait, 1 client: p50',
      measured: milliseconds(p50),
      required: '≤ 3 ms',
      reached: p50 <= 3,
    }),
    row({
      work: 'POST /predict?wait, 1 client: p99',
      measured: milliseconds(p99),
      required: '≤ 15 ms',
      reached: p99 <= 15,
    }),
  ];
}
