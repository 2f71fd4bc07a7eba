import { Child } from '../child.mjs';
import { candidates } from '../load/candidates.mjs';
import { drive } from '../load/drive.mjs';
import { requestBytes } from '../load/http-client.mjs';
import { milliseconds, row } from '../table.mjs';

const MAX_LAG_MS = 50;
/** A reading covers the last 10 to 20 seconds: the load lasts as long, so that nothing else is in it [s]. */
const MIN_SECONDS = 20;

/**
 * How late the event loops run under single predictions and large batches at full speed; beside it, the loop of an idle
 * process in the same seconds, which is late too when the machine is full.
 * @type {import('../context.mjs').Benchmark}
 */
export async function loopLag({ system, seconds }) {
  const { url, workers } = await system();
  const singles = candidates(1000).map((body) => requestBytes('POST', '/predict?wait=5', body));
  const batch = requestBytes('POST', '/predict/batch?wait=60', { predictions: candidates(10_000) });
  const time = Math.max(2 * seconds, MIN_SECONDS);
  const load = (/** @type {number} */ duration) =>
    Promise.all([
      drive(url, { clients: 32, seconds: duration, next: (n) => singles[n % singles.length] }),
      drive(url, { clients: 1, seconds: duration, next: () => batch }),
    ]);
  const programs = { gateway: url, worker: workers[0].url };
  await load(seconds / 2);
  const idle = Child.node('idle loop', [
    new URL('../floors/idle-loop.program.mjs', import.meta.url).pathname,
    String(time),
  ]);
  await Promise.all([load(time), idle.ended()]);
  const floor = milliseconds(Number(idle.output));
  const rows = [];
  for (const [name, address] of Object.entries(programs)) {
    const lag = await lagP99(address);
    rows.push(
      row({
        work: `event-loop lag p99 under full load, ${name}`,
        beside: 'an idle process',
        floor,
        measured: milliseconds(lag),
        required: `< ${MAX_LAG_MS} ms`,
        reached: lag < MAX_LAG_MS,
      }),
    );
  }
  return rows;
}

/** The 99 % quantile of the delay over the last 10 to 20 seconds [ms], from the program's metrics, without the 10 ms of its timer. @param {string} url */
async function lagP99(url) {
  const text = await (await fetch(`${url}/metrics`)).text();
  const seconds = /^nodejs_eventloop_lag_p99_seconds ([\d.e+-]+)$/m.exec(text)?.[1];
  return Math.max(0, 1000 * Number(seconds) - 10);
}
