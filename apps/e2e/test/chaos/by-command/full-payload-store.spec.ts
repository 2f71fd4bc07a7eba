import { afterEach, expect, it } from 'vitest';
import { until } from '@exoplanet/dev';
import { curve, explainedBatch, submit } from '../../../src/chaos/load';
import { expectKept, runScenario } from '../../../src/chaos/scenario';
import { sized } from '../../../src/chaos/size';
import { call } from '../../../src/http';
import { Stack } from '../../../src/stack';

/** How long results are kept [s]: longer than the scenario takes, for every task is looked up at its end. */
const RESULT_TTL = 120;

let stack: Stack;
afterEach(() => stack?.stop());

it('a payload store that is full all the time refuses work by name, and everything that it accepted completes', async (context) => {
  const count = sized(2000, 150);
  stack = await Stack.start({
    gateways: 2,
    workers: 2,
    env: { PAYLOAD_MEMORY_LIMIT: String(8 * 2 ** 20), RESULT_TTL: String(RESULT_TTL) },
  });
  const account = await runScenario(
    context,
    { fault: 'payload store of 8 MiB full', load: `${count} batches of 150 explained rows, and curves`, stack },
    async (ledger) => {
      let turn = 0;
      await submit(ledger, {
        target: () => stack.gateways[turn++ % 2].url,
        count,
        rate: count / 30,
        work: (index) => (index % 50 === 25 ? curve() : explainedBatch(index, 150)),
      });
    },
  );
  expectKept(account);
  expect(Object.keys(account.refused)).toEqual(['OUT_OF_MEMORY']);
  const memory = async () =>
    (await call<{ details: { payload_memory: { status: string } } }>(`${stack.url}/health`)).body.details
      .payload_memory;
  await until('results to expire, so that the store has room', async () => (await memory()).status === 'up', {
    seconds: RESULT_TTL,
  });
  const { path, body } = explainedBatch(0, 150, 30);
  expect((await call(`${stack.url}${path}`, 'POST', body)).body.status).toBe('completed');
}, 600_000);
