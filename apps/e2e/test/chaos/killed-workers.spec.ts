import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, expect, it } from 'vitest';
import { seededRandom } from '@exoplanet/seeded-random';
import { submit } from '../../src/chaos/load';
import { expectKept, runScenario } from '../../src/chaos/scenario';
import { sized } from '../../src/chaos/size';
import { Stack } from '../../src/stack';

let stack: Stack;
afterEach(() => stack?.stop());

it('workers that are killed one after another lose nothing, and no healthy task fails', async (context) => {
  const kills = sized(20, 4);
  const count = sized(10_000);
  stack = await Stack.start({ workers: 3 });
  const random = seededRandom(19);
  const account = await runScenario(
    context,
    {
      fault: `SIGKILL of a random worker every 2 s, ${kills} times`,
      load: `${count} mixed, 3 workers`,
      stack,
      settleSeconds: 240,
    },
    async (ledger) => {
      const load = submit(ledger, { target: () => stack.url, count, rate: count / (2 * kills) });
      for (let kill = 0; kill < kills; kill++) {
        await delay(2000);
        const running = stack.workers.filter((worker) => worker.running);
        await running[Math.floor(random() * running.length)].kill('SIGKILL');
        stack.addWorker();
      }
      await load;
    },
  );
  expectKept(account);
  expect(account).toMatchObject({ accepted: count, refused: {} });
}, 600_000);
