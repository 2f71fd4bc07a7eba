import { afterEach, expect, it } from 'vitest';
import { isMissing, until } from '@exoplanet/dev';
import { submit, type Work } from '../../../src/chaos/load';
import { MemoryLimit } from '../../../src/chaos/memory-limit';
import { runScenario } from '../../../src/chaos/scenario';
import { sized } from '../../../src/chaos/size';
import { call } from '../../../src/http';
import { type Process, Stack } from '../../../src/stack';

let stack: Stack;
const limits: MemoryLimit[] = [];
afterEach(async () => {
  await stack?.stop();
  await until('the limits to be removed', () => {
    for (const limit of limits.splice(0)) {
      try {
        limit.remove();
      } catch {
        limits.push(limit);
      }
    }
    return limits.length === 0;
  });
});

/** Enough for a worker and its child processes, not for the search below [MiB]. */
const LIMIT = 500;

/** 440 days at a cadence of 20 s, some 35 MB. */
function largeCurve(): Work {
  const count = 1_900_000;
  const time = Array.from({ length: count }, (_, index) => (index * 2.315e-4).toFixed(5)).join(',');
  const flux = Array.from({ length: count }, (_, index) => (1 + ((index * 7919) % 1000) * 1e-6).toFixed(6)).join(',');
  return { path: '/light-curves', body: `{"source":"TESS","time_system":"BTJD","time":[${time}],"flux":[${flux}]}` };
}

it.skipIf(isMissing('a writable memory cgroup v1'))(
  'an upload for which the kernel kills its worker fails as POISON, and its neighbours complete (needs a writable memory cgroup v1)',
  async (context) => {
    const count = sized(2000);
    stack = await Stack.start({ workers: 0 });
    /** The limit is set after the worker has started, so that the worker does not see it and refuse the upload. */
    const addWorker = async () => {
      const worker = stack.addWorker();
      const limit = new MemoryLimit(worker);
      limits.push(limit);
      await until(`${worker.name} to register`, () => hasRegisteredOrEnded(worker), { seconds: 60 });
      limit.set(LIMIT);
    };
    await Promise.all([addWorker(), addWorker()]);
    const account = await runScenario(
      context,
      {
        fault: `an upload that needs more than the ${LIMIT} MiB of a worker`,
        load: `${count} mixed beside it, 2 workers`,
        stack,
        settleSeconds: 240,
      },
      async (ledger) => {
        const { path, body } = largeCurve();
        const { body: poison } = await call<{ task_id: string }>(`${stack.url}${path}`, 'POST', body);
        ledger.accept(poison.task_id);
        const load = submit(ledger, { target: () => stack.url, count, rate: count / 20 });
        const read = async () => (await call<{ status: string }>(`${stack.url}/tasks/${poison.task_id}`)).body;
        let replaced = 0;
        await until(
          'the upload to be given up',
          async () => {
            const dead = stack.workers.filter(({ running }) => !running).length;
            if (dead > replaced) {
              replaced++;
              await addWorker();
            }
            return (await read()).status === 'failed';
          },
          { seconds: 400, everyMs: 200 },
        );
        await load;
        const kills = limits.reduce((sum, limit) => sum + limit.kills, 0);
        return `the kernel killed ${kills} processes, ${replaced} of them workers`;
      },
    );
    expect(account).toMatchObject({ accepted: count + 1, failed: { POISON: 1 }, lost: 0, doubled: 0, stuck: 0 });
    expect(account.completed).toBe(count);
    expect(limits.reduce((sum, limit) => sum + limit.kills, 0)).toBeGreaterThan(0);
  },
  600_000,
);

const hasRegisteredOrEnded = async ({ name, running }: Process): Promise<boolean> => {
  if (!running) return true;
  const { body } = await call<{ workers: Record<string, unknown> }>(`${stack.url}/workers/status`);
  return JSON.stringify(body).includes(`"${name}"`);
};
