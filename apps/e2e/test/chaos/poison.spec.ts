import { afterEach, expect, it } from 'vitest';
import { until } from '@exoplanet/dev';
import { curve, submit } from '../../src/chaos/load';
import { runScenario } from '../../src/chaos/scenario';
import { sized } from '../../src/chaos/size';
import { call } from '../../src/http';
import { Stack } from '../../src/stack';

interface Task {
  task_id: string;
  status: string;
  worker: string | null;
  error: { code: string } | null;
}

let stack: Stack;
afterEach(() => stack?.stop());

it('an upload whose worker dies whenever it runs ends as POISON, and its neighbours complete', async (context) => {
  const count = sized(2000);
  stack = await Stack.start({ workers: 2 });
  let deaths = 0;
  const account = await runScenario(
    context,
    { fault: 'an upload that kills its worker', load: `${count} mixed beside it, 2 workers`, stack },
    async (ledger) => {
      const { path, body } = curve();
      const { body: poison } = await call<Task>(`${stack.url}${path}`, 'POST', body, {
        'content-type': 'application/json',
      });
      ledger.accept(poison.task_id);
      const load = submit(ledger, { target: () => stack.url, count, rate: count / 20 });
      const read = async () => (await call<Task>(`${stack.url}/tasks/${poison.task_id}`)).body;
      const step = async () => {
        const { status, worker } = await read();
        const victim = stack.workers.find((process) => process.name === worker && process.running);
        if (status !== 'processing' || !victim) return status === 'failed';
        await victim.kill('SIGKILL');
        deaths++;
        stack.addWorker();
        return false;
      };
      await until('the upload to be given up', step, { seconds: 240, everyMs: 30 });
      await load;
      return `${deaths} workers died`;
    },
  );
  expect(account).toMatchObject({ accepted: count + 1, failed: { POISON: 1 }, lost: 0, doubled: 0, stuck: 0 });
  expect(account.completed).toBe(count);
  // A worker that dies while the upload waits to run alone does not count.
  expect(deaths).toBeGreaterThanOrEqual(4);
}, 420_000);
