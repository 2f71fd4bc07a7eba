import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { besideBareFastify, besideOnnxAlone, callsPerTask, MAX_CALLS } from '@exoplanet/bench';
import { Stack } from '../src/stack';

const SIZES = { seconds: 1, rounds: 3 };

/**
 * Shares of a floor that is measured in the same seconds: under half of the share that the table in tools/bench/README.md shows for
 * 64 clients, and half of the 30 % measured for batches, because other load on the machine changes the shares.
 */
const MIN_SHARE = { single: 0.085, batch: 0.15 };

let stack: Stack;
beforeAll(async () => (stack = await Stack.start()), 60_000);
afterAll(() => stack?.stop());

describe('the speed does not regress', () => {
  it('single predictions of 64 clients keep their share of a bare Fastify route', { timeout: 60_000 }, async () => {
    const { best } = await besideBareFastify(stack.url, SIZES);
    expect(best).toBeGreaterThan(MIN_SHARE.single);
  });

  it('a batch keeps its share of ONNX Runtime alone', { timeout: 60_000 }, async () => {
    const { best } = await besideOnnxAlone(stack.url, { ...SIZES, size: 1000 });
    expect(best).toBeGreaterThan(MIN_SHARE.batch);
  });

  it(
    'a task costs no more calls to Redis, alone or together with those of 64 clients',
    { timeout: 60_000 },
    async () => {
      const calls = await callsPerTask(stack.url, process.env.REDIS_URL!, stack.prefix);
      expect(calls.alone).toBeLessThanOrEqual(MAX_CALLS.alone);
      expect(calls.together).toBeLessThanOrEqual(MAX_CALLS.together);
    },
  );
});
