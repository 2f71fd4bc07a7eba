import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { besideBareFastify, besideOnnxAlone, callsOfTasks, MOST_CALLS } from '@exoplanet/bench';
import { Stack } from '../src/stack';

const SIZES = { seconds: 1, rounds: 3 };

/** Half of what the table in tools/bench/README.md shows from a machine that did much else at the time: what fails here is slow, not unlucky. */
const LEAST = { single: 0.04, batch: 0.05 };

let stack: Stack;
beforeAll(async () => (stack = await Stack.start()), 60_000);
afterAll(() => stack.stop());

describe('the speed, beside a floor that is measured in the same seconds', () => {
  it('of single predictions of 64 clients keeps its share of a bare Fastify route', { timeout: 60_000 }, async () => {
    const { best } = await besideBareFastify(stack.url, SIZES);
    expect(best).toBeGreaterThan(LEAST.single);
  });

  it('of a batch keeps its share of ONNX Runtime alone', { timeout: 60_000 }, async () => {
    const { best } = await besideOnnxAlone(stack.url, { ...SIZES, size: 1000 });
    expect(best).toBeGreaterThan(LEAST.batch);
  });

  it(
    'costs no more calls to Redis than it did: for a task that is alone, and for those of 64 clients, which travel together',
    { timeout: 60_000 },
    async () => {
      const calls = await callsOfTasks(stack.url, process.env.REDIS_URL!, stack.prefix);
      expect(calls.alone).toBeLessThanOrEqual(MOST_CALLS.alone);
      expect(calls.together).toBeLessThanOrEqual(MOST_CALLS.together);
    },
  );
});
