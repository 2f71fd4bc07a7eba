import { execFileSync } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isMissing, until } from '@exoplanet/dev';
import { submit } from '../../src/chaos/load';
import { expectKept, runScenario } from '../../src/chaos/scenario';
import { sized } from '../../src/chaos/size';
import { call } from '../../src/http';
import { OwnRedis } from '../../src/own-redis';
import { Stack } from '../../src/stack';

const faults = [
  { signal: 'TERM', does: 'stopped with SIGTERM and started again', seconds: 2 },
  { signal: 'KILL', does: 'killed and started again', seconds: 2 },
  { signal: 'STOP', does: 'frozen', seconds: sized(10, 4) },
] as const;

describe('Redis that fails under load', () => {
  let redis: OwnRedis;
  let stack: Stack;
  beforeAll(async () => {
    // Without it, a process whose file may not grow is ended by a signal, where a full disk gives an error.
    redis = await OwnRedis.start([], "trap '' XFSZ");
    stack = await Stack.start({ gateways: 2, workers: 2, env: { REDIS_URL: redis.url } });
  }, 120_000);
  afterAll(async () => {
    await stack?.stop();
    await redis?.remove();
  });

  for (const { signal, does, seconds } of faults)
    it(`loses at most the last second when it is ${does}, and both sides recover by themselves`, async (context) => {
      const count = sized(2000);
      const account = await runScenario(
        context,
        { fault: `Redis ${does}, ${seconds} s`, load: `${count} mixed`, stack, redisCrashes: signal === 'KILL' },
        async (ledger) => {
          let turn = 0;
          const target = () => stack.gateways[turn++ % 2].url;
          const load = submit(ledger, { target, count, rate: count / 6, retries: true });
          await delay(2000);
          if (signal === 'STOP') await redis.freeze(seconds);
          else {
            if (signal === 'KILL') ledger.crashed();
            await redis.end(`SIG${signal}`);
            await delay(seconds * 1000);
            await redis.restart();
          }
          const back = performance.now();
          await load;
          return `last task accepted ${((performance.now() - back) / 1000).toFixed(1)} s after its return`;
        },
      );
      expectKept(account);
      expect(account.accepted).toBe(count);
      const processes = [...stack.workers, ...stack.gateways.map(({ process }) => process)];
      expect(processes.filter(({ running }) => !running)).toEqual([]);
    }, 180_000);

  it.skipIf(isMissing('/proc'))(
    'names a full disk, loses nothing by it, and goes on when there is space (needs /proc)',
    async (context) => {
      const count = sized(2000);
      const seconds = sized(10, 4);
      const limitFiles = (bytes: string) =>
        execFileSync('prlimit', ['--pid', String(redis.pid), `--fsize=${bytes}:unlimited`]);
      const account = await runScenario(
        context,
        { fault: `disk of Redis full, ${seconds} s`, load: `${count} mixed`, stack },
        async (ledger) => {
          let turn = 0;
          const target = () => stack.gateways[turn++ % 2].url;
          const load = submit(ledger, { target, count, rate: count / 6, retries: true });
          await delay(2000);
          limitFiles('1024');
          const refusal = await until('a request to be refused', async () => {
            const { status, body } = await call(`${stack.url}/predict`, 'POST', { source: 'TESS', period: 2 });
            return status === 503 ? body : undefined;
          });
          expect(refusal!.detail).toContain('its disk may be full');
          await delay(seconds * 1000);
          limitFiles('unlimited');
          const back = performance.now();
          await load;
          return `last task accepted ${((performance.now() - back) / 1000).toFixed(1)} s after there was space`;
        },
      );
      expectKept(account);
      expect(account.accepted).toBe(count);
    },
    180_000,
  );
});
