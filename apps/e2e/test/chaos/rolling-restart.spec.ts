import { afterEach, expect, it } from 'vitest';
import { until } from '@exoplanet/dev';
import { Balancer } from '../../src/chaos/balancer';
import { keepCoresBusy } from '../../src/chaos/busy-cores';
import type { Ledger } from '../../src/chaos/ledger';
import { submit } from '../../src/chaos/load';
import { expectKept, runScenario } from '../../src/chaos/scenario';
import { sized } from '../../src/chaos/size';
import { Follower } from '../../src/chaos/subscribers';
import { Stack } from '../../src/stack';

let stack: Stack;
let balancer: Balancer | undefined;
let relax: (() => void) | undefined;
let followers: Follower[] = [];
afterEach(async () => {
  relax?.();
  followers.forEach((follower) => follower.close());
  balancer?.stop();
  followers = [];
  await stack?.stop();
});

const RATE = 100;
const WORKERS = 3;

/** Sends SIGTERM, and gives the time until the process has ended with code 0 [s]. */
async function stopped(process: { kill(): Promise<number | null> }): Promise<number> {
  const asked = performance.now();
  expect(await process.kill()).toBe(0);
  return (performance.now() - asked) / 1000;
}

/** Replaces one gateway after the other, then the workers, each when the one before has its successor. */
async function restartAll(through: Balancer): Promise<number[]> {
  const stops: number[] = [];
  for (const [index, { url, process }] of stack.gateways.entries()) {
    stops.push(await stopped(process));
    await stack.replaceGateway(index, 'SIGTERM');
    await until(`the balancer to use gateway ${index + 1} again`, () => through.uses(url), { seconds: 120 });
  }
  for (const worker of stack.workers.slice(0, WORKERS)) {
    stack.addWorker();
    await stack.ready(WORKERS + 1);
    stops.push(await stopped(worker));
  }
  return stops;
}

/** Follows tasks that are accepted from now on. */
async function followNew(ledger: Ledger, count: number, url: string): Promise<void> {
  const known = new Set(ledger.ids);
  const fresh = await until('new tasks', () => {
    const ids = ledger.ids.filter((id) => !known.has(id));
    return ids.length >= count ? ids.slice(0, count) : undefined;
  });
  for (const [index, id] of fresh!.entries())
    for (const protocol of ['socket.io', 'websocket'] as const) {
      const follower = new Follower(protocol, url, id, `${protocol}-${followers.length}-${index}`);
      followers.push(follower);
      void follower.keepFollowing();
    }
}

it('a rolling restart of gateways behind a balancer, and of workers, fails no request on a saturated machine', async (context) => {
  const sockets = sized(200, 20);
  // A heartbeat every 0.2 s would be missed by many on such a machine.
  stack = await Stack.start({ gateways: 2, workers: WORKERS, env: { TELEMETRY_UPDATE_INTERVAL: '5' } });
  const through = await Balancer.start(stack.gateways.map(({ url }) => url));
  balancer = through;
  relax = keepCoresBusy();
  const account = await runScenario(
    context,
    {
      fault: 'rolling restart of 2 gateways and 3 workers, every core busy',
      load: `${RATE}/s mixed through a balancer, ${2 * sockets} sockets`,
      stack,
      settleSeconds: 240,
    },
    async (ledger) => {
      const end = new AbortController();
      const load = submit(ledger, { target: () => through.url, count: Infinity, rate: RATE, signal: end.signal });
      await followNew(ledger, sockets, through.url);
      const stops = await restartAll(through).finally(() => end.abort());
      await load;
      await until('every follower to have a final message', () => followers.every(({ finals }) => finals > 0), {
        seconds: 120,
      });
      expect(followers.filter(({ finals }) => finals > 1)).toEqual([]);
      expect(Math.max(...stops)).toBeLessThan(30);
      return `slowest exit ${Math.max(...stops).toFixed(1)} s; each socket one final message`;
    },
  );
  expectKept(account);
  expect(account.refused).toEqual({});
}, 600_000);
