import { afterEach, describe, expect, it } from 'vitest';
import { until } from '@exoplanet/dev';
import { call } from '../src/http';
import { RawClient } from '../src/raw-client';
import { Stack } from '../src/stack';

/** A row whose explanation takes about 2 kB, so that a shared command's result goes by reference. */
const candidate = (index: number) => ({
  source: 'KEPLER',
  period: 9.488 + index / 1000,
  period_err: 0.00003,
  duration: 2.96,
  depth: 616,
  radius: 2.26,
  radius_err: 0.2,
  teq: 793,
  insol: 93.6,
  snr: 35.8,
});

describe('explained answers', () => {
  let stack: Stack;
  const clients: RawClient[] = [];
  afterEach(async () => {
    clients.splice(0).forEach((client) => client.close());
    await stack?.stop();
  });

  /** Submits tasks while no worker is up, so that they share a few commands. */
  const submitted = (count: number) =>
    Promise.all(
      Array.from({ length: count }, async (_, index) => {
        const { status, body } = await call<{ task_id: string }>(
          `${stack.url}/predict?explain=true`,
          'POST',
          candidate(index),
        );
        expect(status).toBe(202);
        return body.task_id;
      }),
    );

  const finals = (client: RawClient) =>
    client.received.filter(({ type, status }) => type === 'task_update' && status === 'completed');

  it('every subscriber gets the final state of each of 1,000 tasks of shared commands, with its explanation', async () => {
    stack = await Stack.start({ workers: 0 });
    const tasks = await submitted(1000);
    const own = tasks.slice(0, 500);
    const [together, ...each] = await Promise.all(
      ['together', ...own].map((name) => RawClient.connect(stack.url, name)),
    );
    clients.push(together, ...each);
    tasks.forEach((task_id) => together.send({ type: 'subscribe_task', task_id }));
    each.forEach((client, index) => client.send({ type: 'subscribe_task', task_id: own[index] }));
    await until(
      'all subscriptions',
      () =>
        clients.flatMap(({ received }) => received).filter(({ type }) => type === 'subscription_confirmed').length ===
        1500,
      { seconds: 60 },
    );
    stack.addWorker();
    await until(
      'all final states',
      () => finals(together).length === 1000 && each.every((one) => finals(one).length === 1),
      {
        seconds: 120,
      },
    );
    expect(new Set(finals(together).map(({ task_id }) => task_id))).toEqual(new Set(tasks));
    for (const { result } of finals(together)) {
      const { explanation } = result as { explanation: { contributions: unknown[] } };
      expect(explanation.contributions.length).toBeGreaterThan(2);
    }
  }, 200_000);

  it('200 clients at a time get all their answers, and none a 503', async () => {
    stack = await Stack.start({ workers: 1 });
    let left = 1000;
    const statuses = new Map<number, number>();
    const client = async () => {
      while (left-- > 0) {
        const { status, body } = await call(`${stack.url}/predict?explain=true&wait=60`, 'POST', candidate(left));
        statuses.set(status, (statuses.get(status) ?? 0) + 1);
        expect(body.status).toBe('completed');
      }
    };
    await Promise.all(Array.from({ length: 200 }, client));
    expect([...statuses]).toEqual([[200, 1000]]);
  }, 200_000);
});
