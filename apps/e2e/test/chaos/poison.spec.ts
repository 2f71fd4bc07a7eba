import { afterEach, expect, it } from 'vitest';
import { isMissing, until } from '@exoplanet/dev';
import { endlessCurve, submit } from '../../src/chaos/load';
import { runScenario } from '../../src/chaos/scenario';
import { sized } from '../../src/chaos/size';
import { call } from '../../src/http';
import { Stack } from '../../src/stack';

interface Task {
  task_id: string;
  status: string;
  worker: string | null;
  progress: unknown;
}

let stack: Stack;
afterEach(() => stack?.stop());

it.skipIf(isMissing('/proc'))(
  'an upload that ends every process in which it runs costs one worker, and its neighbours complete (needs /proc)',
  async (context) => {
    const count = sized(2000);
    stack = await Stack.start({ workers: 2 });
    const account = await runScenario(
      context,
      { fault: 'an upload that kills its process', load: `${count} mixed beside it, 2 workers`, stack },
      async (ledger) => {
        const { path, body } = endlessCurve();
        const { body: poison } = await call<Task>(`${stack.url}${path}`, 'POST', body);
        ledger.accept(poison.task_id);
        const read = async () => (await call<Task>(`${stack.url}/tasks/${poison.task_id}`)).body;
        // Alone, so that no neighbour is lost with this worker and runs in the child too.
        const victim = await until(
          'the upload to run',
          async () => {
            const { status, worker } = await read();
            return status === 'processing' ? stack.workers.find(({ name }) => name === worker) : undefined;
          },
          { seconds: 60, everyMs: 20 },
        );
        await victim!.kill('SIGKILL');
        stack.addWorker();

        const load = submit(ledger, { target: () => stack.url, count, rate: count / 20 });
        let deaths = 0;
        let seen = JSON.stringify((await read()).progress);
        const step = async () => {
          const { status, progress } = await read();
          const [child] = stack.workers.flatMap((worker) => worker.children('isolated.program'));
          // Progress since the last look: the child has started, and runs the upload.
          if (child && JSON.stringify(progress) !== seen) {
            process.kill(child, 'SIGKILL');
            deaths++;
          }
          seen = JSON.stringify(progress);
          return status === 'failed';
        };
        await until('the upload to be given up', step, { seconds: 240, everyMs: 30 });
        await load;
        return `1 worker and ${deaths} child process of its successor died`;
      },
    );
    expect(account).toMatchObject({ accepted: count + 1, failed: { POISON: 1 }, lost: 0, doubled: 0, stuck: 0 });
    expect(account.completed).toBe(count);
    expect(stack.workers.filter(({ running }) => !running)).toHaveLength(1);
  },
  420_000,
);
