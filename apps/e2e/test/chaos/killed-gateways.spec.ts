import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, expect, it } from 'vitest';
import { submit } from '../../src/chaos/load';
import { expectKept, runScenario } from '../../src/chaos/scenario';
import { sized } from '../../src/chaos/size';
import { Stack } from '../../src/stack';

let stack: Stack;
afterEach(() => stack?.stop());

it('gateways that are killed lose nothing, and a repeated Idempotency-Key doubles nothing', async (context) => {
  const kills = sized(5, 2);
  const count = sized(2000);
  stack = await Stack.start({ gateways: 2, workers: 2 });
  const account = await runScenario(
    context,
    { fault: `SIGKILL of a gateway, ${kills} times; clients retry`, load: `${count} mixed, 2 gateways`, stack },
    async (ledger) => {
      let turn = 0;
      const target = () => stack.gateways[turn++ % stack.gateways.length].url;
      const load = submit(ledger, { target, count, rate: count / (2 * kills), retries: true });
      for (let kill = 0; kill < kills; kill++) {
        await delay(1500);
        await stack.replaceGateway(kill % 2, 'SIGKILL');
      }
      await load;
    },
  );
  expectKept(account);
  expect(account).toMatchObject({ accepted: count, refused: {} });
}, 300_000);
