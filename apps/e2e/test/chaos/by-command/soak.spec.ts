import { afterEach, expect, it } from 'vitest';
import { isMissing } from '@exoplanet/dev';
import { type Account, addAccounts, Ledger } from '../../../src/chaos/ledger';
import { submit } from '../../../src/chaos/load';
import { report } from '../../../src/chaos/report';
import { expectKept } from '../../../src/chaos/scenario';
import { PeakMemory } from '../../../src/peak-memory';
import { Stack } from '../../../src/stack';

let stack: Stack;
let timer: NodeJS.Timeout | undefined;
afterEach(async () => {
  clearInterval(timer);
  await stack?.stop();
});

const RATE = 40;
/** Time between two measurements of memory [ms]. */
const INTERVAL = 2000;
/** Results and what is remembered of them end within a fraction of the soak, so that memory can be flat [s]. */
const RESULT_TTL = 150;

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

/** Change from the third quarter of a series to its last, as a part of the third. */
function growthAtEnd(series: readonly number[]): number {
  const quarter = Math.floor(series.length / 4);
  const [third, last] = [series.slice(2 * quarter, 3 * quarter), series.slice(3 * quarter)].map(mean);
  return last / third - 1;
}

it.skipIf(isMissing('/proc'))(
  'under a steady load every task ends, and the memory of each process is flat over the last half (needs /proc)',
  async (context) => {
    const minutes = Number(process.env.CHAOS_SOAK ?? 10);
    stack = await Stack.start({ gateways: 2, workers: 2, env: { RESULT_TTL: String(RESULT_TTL) } });
    const processes = [...stack.gateways.map(({ process: gateway }) => gateway), ...stack.workers];
    const memory = processes.map((): number[] => []);
    timer = setInterval(() => processes.forEach((one, index) => memory[index].push(PeakMemory.now(one))), INTERVAL);
    const started = performance.now();
    const urls = stack.gateways.map(({ url }) => url);
    let total: Account | undefined;
    for (let round = 0; performance.now() - started < minutes * 60_000; round++) {
      const ledger = new Ledger(`soak-${round}`);
      let turn = 0;
      await submit(ledger, { target: () => urls[turn++ % urls.length], count: 30 * RATE, rate: RATE });
      const account = await ledger.settle(urls, 60);
      total = total ? addAccounts(total, account) : account;
    }
    const growth = memory.map(growthAtEnd);
    const sizes = processes.map(
      ({ name }, index) => `${name} ${memory[index].at(-1)!.toFixed(0)} MB (${(100 * growth[index]).toFixed(1)} %)`,
    );
    report(context, {
      ...total!,
      fault: `none, ${minutes} min`,
      load: `${RATE}/s mixed, results kept ${RESULT_TTL} s`,
      seconds: (performance.now() - started) / 1000,
      notes: `memory at the end (last quarter against the one before): ${sizes.join(', ')}`,
    });
    expectKept(total!);
    expect(total!.refused).toEqual({});
    expect(Math.max(...growth)).toBeLessThan(0.1);
  },
  3_600_000,
);
