import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, expect, it } from 'vitest';
import { freePort, isMissing } from '@exoplanet/dev';
import { FakeClock } from '../../../src/chaos/fake-clock';
import { submit } from '../../../src/chaos/load';
import { expectKept, runScenario } from '../../../src/chaos/scenario';
import { sized } from '../../../src/chaos/size';
import { OwnRedis } from '../../../src/own-redis';
import { Stack } from '../../../src/stack';

let clock: FakeClock;
let redis: OwnRedis;
let stack: Stack;
afterEach(async () => {
  await stack?.stop();
  await redis?.remove();
  clock?.remove();
});

/** Longer than the jumps: results are kept by the clock. */
const RESULT_TTL = 4 * 3600;

/** Seconds that requests and commands took in all, by the metrics of each process. */
async function measuredSeconds(urls: readonly string[]): Promise<number[]> {
  const texts = await Promise.all(urls.map(async (url) => (await fetch(`${url}/metrics`)).text()));
  return texts.flatMap((text) =>
    [...text.matchAll(/^exoplanet_\w+_(?:run|duration)_seconds_sum(?:\{.*\})? (\S+)$/gm)].map(([, sum]) => Number(sum)),
  );
}

const cases = [
  { whose: 'of the whole machine', clocks: 'all' },
  { whose: 'of one gateway and one worker', clocks: 'one of each' },
] as const;

for (const { whose, clocks } of cases)
  it.skipIf(isMissing('libfaketime'))(
    `clocks ${whose} that jump two hours ahead and back lose nothing, and no duration follows them (needs libfaketime)`,
    async (context) => {
      const count = sized(2000);
      clock = new FakeClock();
      const jumping = clock.env;
      redis = await OwnRedis.start([], clocks === 'all' ? clock.prelude : '');
      stack = await Stack.start({
        workers: 0,
        env: { REDIS_URL: redis.url, RESULT_TTL: String(RESULT_TTL), ...(clocks === 'all' ? jumping : {}) },
      });
      await stack.addGateway(jumping);
      const ports = [await freePort(), await freePort()];
      for (const [index, port] of ports.entries())
        stack.addWorker({ ...(index === 0 ? jumping : {}), WORKER_HEALTH_PORT: String(port) });
      await stack.ready(2);
      const account = await runScenario(
        context,
        { fault: `clocks ${whose} jump by +2 h, 0, -2 h, 0`, load: `${count} mixed, results kept 4 h`, stack },
        async (ledger) => {
          let turn = 0;
          const target = () => stack.gateways[turn++ % 2].url;
          const load = submit(ledger, { target, count, rate: count / 12, retries: true });
          for (const hours of [2, 0, -2, 0]) {
            await delay(2500);
            clock.move(hours);
          }
          await load;
        },
      );
      expectKept(account);
      expect(account).toMatchObject({ accepted: count, refused: {} });
      const workers = ports.map((port) => `http://127.0.0.1:${port}`);
      const seconds = await measuredSeconds([...stack.gateways.map(({ url }) => url), ...workers]);
      expect(seconds.length).toBeGreaterThan(4);
      // A jump that entered a sum would make it longer than an hour, or negative.
      expect(seconds.filter((sum) => sum < 0 || sum > 3600)).toEqual([]);
    },
    240_000,
  );
