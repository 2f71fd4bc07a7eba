import { afterEach, expect, it } from 'vitest';
import { explainedBatch, submit } from '../../../src/chaos/load';
import { expectKept, runScenario } from '../../../src/chaos/scenario';
import { sized } from '../../../src/chaos/size';
import { call } from '../../../src/http';
import { Stack } from '../../../src/stack';

let stack: Stack;
afterEach(() => stack?.stop());

const ROWS = 40;
/** A fifth of what the clients send at the same time may wait [rows]. */
const queueLimit = (clients: number) => (ROWS * clients) / 5;

/** Median time of single predictions, one after the other [ms]. */
async function latency(url: string): Promise<number> {
  const times: number[] = [];
  for (let index = 0; index < 31; index++) {
    const asked = performance.now();
    const { body } = await call(`${url}/predict?wait=30`, 'POST', { source: 'TESS', period: 1 + index, radius: 2 });
    expect(body.status).toBe('completed');
    times.push(performance.now() - asked);
  }
  return times.sort((a, b) => a - b)[15];
}

const percentile = (sorted: readonly number[], part: number) => sorted[Math.ceil(sorted.length * part) - 1];

it('more clients than the system can serve: some are refused, the accepted ones do not wait long, and afterwards all is as before', async (context) => {
  const clients = sized(500, 100);
  const seconds = sized(60, 6);
  stack = await Stack.start({ env: { MAX_QUEUE: String(queueLimit(clients)) } });
  const before = await latency(stack.url);
  const account = await runScenario(
    context,
    { fault: 'above capacity', load: `${clients} clients for ${seconds} s, ${ROWS} explained rows each`, stack },
    async (ledger) => {
      const answered: number[] = [];
      const started = performance.now();
      await submit(ledger, {
        target: () => stack.url,
        count: Infinity,
        clients,
        work: (index) => explainedBatch(index, ROWS, 30),
        signal: AbortSignal.timeout(seconds * 1000),
        onAnswer: (milliseconds, isAccepted) => void (isAccepted && answered.push(milliseconds)),
      });
      const capacity = (ROWS * answered.length) / ((performance.now() - started) / 1000);
      const longest =
        percentile(
          answered.sort((a, b) => a - b),
          0.99,
        ) / 1000;
      // What may wait, at the speed that was seen, twice: for the run itself, and for a machine that others use too.
      expect(longest).toBeLessThan(2 * ((queueLimit(clients) + clients * ROWS) / capacity) + 2);
      const after = await latency(stack.url);
      expect(after).toBeLessThan(3 * before + 50);
      return `${capacity.toFixed(0)} rows/s; 99 % within ${longest.toFixed(1)} s; one row ${before.toFixed(0)} ms before, ${after.toFixed(0)} ms after`;
    },
  );
  expectKept(account);
  expect(Object.keys(account.refused)).toEqual(['OVERLOADED']);
}, 300_000);
