import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, expect, it } from 'vitest';
import { endlessCurve, submit, type Work } from '../../../src/chaos/load';
import { expectKept, runScenario } from '../../../src/chaos/scenario';
import { sized } from '../../../src/chaos/size';
import { Stack } from '../../../src/stack';

let stack: Stack;
afterEach(() => stack?.stop());

it('searches that do not end fail as TASK_TIMEOUT, and their neighbours complete', async (context) => {
  const count = sized(2000);
  const hanging = sized(20, 4);
  const endless = endlessCurve();
  // Enough for a row on a busy machine, far from enough for the search.
  stack = await Stack.start({ workers: 2, env: { TASK_TIMEOUT: '5' } });
  const account = await runScenario(
    context,
    {
      fault: `${hanging} searches without end, TASK_TIMEOUT 5 s`,
      load: `${count} rows beside them, 2 workers`,
      stack,
      settleSeconds: 240,
    },
    async (ledger) => {
      const every = Math.floor(count / hanging);
      const single = (index: number): Work => ({
        path: '/predict?explain=true',
        body: JSON.stringify({ source: 'TESS', period: 1 + (index % 300), radius: 2, depth: 400 }),
      });
      const work = (index: number) => (index % every === 0 && index / every < hanging ? endless : single(index));
      await submit(ledger, { target: () => stack.url, count, work, rate: count / 20 });
    },
  );
  expect(account).toMatchObject({ accepted: count, refused: {}, lost: 0, doubled: 0, stuck: 0 });
  expect(account.failed).toEqual({ TASK_TIMEOUT: hanging });
  expect(stack.workers.every(({ running }) => running)).toBe(true);
}, 420_000);

it('a worker that is frozen for longer than its locks doubles nothing and fails nothing', async (context) => {
  const count = sized(2000);
  const seconds = 15;
  stack = await Stack.start({ workers: 3 });
  const account = await runScenario(
    context,
    { fault: `a worker frozen for ${seconds} s, twice`, load: `${count} mixed, 3 workers`, stack },
    async (ledger) => {
      const load = submit(ledger, { target: () => stack.url, count, rate: count / 30 });
      for (const worker of stack.workers.slice(0, 2)) {
        await delay(1000);
        process.kill(worker.pid, 'SIGSTOP');
        await delay(seconds * 1000);
        process.kill(worker.pid, 'SIGCONT');
      }
      await load;
    },
  );
  expectKept(account);
  expect(account).toMatchObject({ accepted: count, refused: {} });
}, 300_000);
