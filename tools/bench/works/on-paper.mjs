import { costsOf } from '../system/costs.mjs';
import { System } from '../system/system.mjs';
import { count, row } from '../table.mjs';
import { load } from './large-batches.mjs';
import { singles } from './many-clients.mjs';

const WORKERS = 100;

const works = [
  { what: 'single predictions, 64 clients', pieces: 'tasks', rows: 1, run: (url) => singles(url, '/predict?wait=5') },
  { what: 'batches of 1,000', pieces: 'rows', rows: 1000, run: (url) => load(url, 1000, '/predict/batch?wait=60') },
  {
    what: 'batches of 20 with uncertainty',
    pieces: 'rows',
    rows: 20,
    run: (url) => load(url, 20, '/predict/batch?wait=60&uncertainty=true', 16),
  },
];

/**
 * A model on paper, of what was measured: each worker has a core of its own and gateways are added as they are needed, so one
 * core of Redis, which all share, sets the limit. Networks cost nothing in it.
 */
export async function onPaper({ seconds }) {
  const system = await System.start();
  try {
    const rows = [];
    for (const { what, pieces, rows: each, run } of works) {
      const once = run(system.url);
      await once(seconds);
      const cost = await costsOf(system, async () => each * (await once(seconds)).latencies.length);
      const limit = cost.workers / cost.redis;
      const perSecond = Math.min(WORKERS / cost.workers, 1 / cost.redis) * 1e6;
      const gateways = Math.ceil((perSecond * cost.gateway) / 1e6);
      rows.push(
        row({
          work: `on paper, ${WORKERS} workers: ${what}`,
          measured: `${count(perSecond)} ${pieces}/s`,
          beside: `Redis is full at ${limit < 10 ? limit.toFixed(1) : count(limit)} workers`,
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
