import { afterEach, describe, expect, it } from 'vitest';
import { until } from '@exoplanet/dev';
import { call } from '../src/http';
import { Stack } from '../src/stack';

const candidate = (index: number) => ({ source: 'KEPLER', period: 1 + index / 10, radius: 1.2, depth: 300, snr: 20 });

interface Task {
  status: string;
  error: { code: string } | null;
  attempts: number;
  result: { probability: number } | null;
}

describe('tasks that share a command whose worker is killed', () => {
  let stack: Stack;
  afterEach(() => stack?.stop());

  it('all complete, with the results that they would have had', async () => {
    stack = await Stack.start({ workers: 0 });
    const submit = (index: number) =>
      call<{ task_id: string }>(`${stack.url}/predict?explain=true&uncertainty=true`, 'POST', candidate(index));
    const tasks = await Promise.all(
      Array.from({ length: 400 }, async (_, index) => (await submit(index)).body.task_id),
    );
    const read = async (id: string) => (await call<Task>(`${stack.url}/tasks/${id}`)).body;
    const victim = stack.addWorker();
    await until('a task to run', async () => (await read(tasks.at(-1)!)).status === 'processing', {
      seconds: 90,
      everyMs: 5,
    });
    await victim.kill('SIGKILL');
    stack.addWorker();
    for (const [index, id] of tasks.entries()) {
      await until(`task ${index} to end`, async () => ['completed', 'failed'].includes((await read(id)).status), {
        seconds: 60,
      });
    }
    const ended = await Promise.all(tasks.map(read));
    expect(ended.filter(({ status }) => status !== 'completed')).toEqual([]);
    expect(Math.max(...ended.map(({ attempts }) => attempts))).toBe(2);

    const probability = (await call<Task>(`${stack.url}/predict?wait=60`, 'POST', candidate(123))).body.result!
      .probability;
    expect(ended[123].result!.probability).toBe(probability);
  }, 240_000);
});
