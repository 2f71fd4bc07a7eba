import { costsOf } from '../system/costs.mjs';
import { System } from '../system/system.mjs';
import { count, row } from '../table.mjs';
import { batchLoad } from './large-batches.mjs';
import { singleLoad } from './many-clients.mjs';

const WORKERS = 100;

const works = [
  {
    what: 'single predictions',
    pieces: 'tasks',
    rows: 1,
    run: (/** @type {string} */ url) => singleLoad(url, '/predict?wait=5'),
  },
  {
    what: 'batches of 1,000',
    pieces: 'rows',
    rows: 1000,
    run: (/** @type {string} */ url) => batchLoad(url, 1000, '/predict/batch?wait=60'),
  },
  {
    what: 'batches of 20, uncertainty',
    pieces: 'rows',
    rows: 20,
    run: (/** @type {string} */ url) => batchLoad(url, 20, '/predict/batch?wait=60&uncertainty=true', 16),
  },
];

/**
 * What 100 workers would reach, projected from measured processor times: each worker has a core of its own and gateways
 * are added as needed, so the one core of Redis, which all share, sets the limit. The network is assumed to cost nothing.
 * @type {import('../context.mjs').Benchmark}
 */
export async function projection({ seconds }) {
  const system = await System.start();
  try {
    const rows = [];
    for (const { what, pieces, rows: each, run } of works) {
      const once = run(system.url);
      await once(seconds);
      const cost = await costsOf(system, async () => each * (await once(seconds)).latencies.length);
      const maxWorkers = cost.workers / cost.redis;
      const perSecond = Math.min(WORKERS / cost.workers, 1 / cost.redis) * 1e6;
      const gateways = Math.ceil((perSecond * cost.gateway) / 1e6);
      rows.push(
        row({
          work: `projected, ${WORKERS} workers: ${what}`,
          measured: `${count(perSecond)} ${pieces}/s`,
          beside: `Redis is full at ${maxWorkers < 10 ? maxWorkers.toFixed(1) : count(maxWorkers)} workers`,
          floor: `${gateways} gateways`,
          required: '–',
          why: '–',
        }),
      );
    }
    return rows;
  } finally {
    await system.stop();
  }
}
