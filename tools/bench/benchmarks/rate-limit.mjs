import { costsOf } from '../system/costs.mjs';
import { System } from '../system/system.mjs';
import { row } from '../table.mjs';
import { singleLoad } from './many-clients.mjs';

const PATH = '/predict?wait=5';
/** Never reached: what is measured is the counting. */
const LIMIT = '100000000';

/** What `RATE_LIMIT` costs a request: processor time of all parts, beside the same system without a limit. @type {import('../context.mjs').Benchmark} */
export async function rateLimit({ system, seconds, rounds }) {
  const limited = await System.start({ gatewayEnv: { RATE_LIMIT: LIMIT } });
  try {
    const sides = [await system(), limited];
    /** @type {number[][]} */
    const costs = [[], []];
    for (let round = 0; round < rounds; round++)
      for (const [side, { url }] of sides.entries()) {
        const load = singleLoad(url, PATH);
        const { gateway, workers, redis } = await costsOf(
          sides[side],
          async () => (await load(seconds)).latencies.length,
        );
        costs[side].push(gateway + workers + redis);
      }
    const [without, with_] = costs.map((values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]);
    return [
      row({
        work: 'processor time a task with RATE_LIMIT',
        beside: 'without it',
        floor: `${without.toFixed(0)} µs`,
        measured: `${with_.toFixed(0)} µs`,
        ratio: `${(with_ / without).toFixed(2)} ×`,
        required: '–',
      }),
    ];
  } finally {
    await limited.stop();
  }
}
