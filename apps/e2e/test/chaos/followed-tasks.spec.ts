import { afterEach, expect, it } from 'vitest';
import { isMissing, until } from '@exoplanet/dev';
import { explainedRows, submit } from '../../src/chaos/load';
import { expectKept, runScenario } from '../../src/chaos/scenario';
import { sized } from '../../src/chaos/size';
import { Follower, SilentReader } from '../../src/chaos/subscribers';
import { OwnRedis } from '../../src/own-redis';
import { PeakMemory } from '../../src/peak-memory';
import { Stack } from '../../src/stack';

let redis: OwnRedis;
let stack: Stack;
let followers: Follower[] = [];
let silent: SilentReader[] = [];
afterEach(async () => {
  [...followers, ...silent].forEach((client) => client.close());
  [followers, silent] = [[], []];
  await stack?.stop();
  await redis?.remove();
});

/** How much larger a gateway may be after a storm of reconnections than after the one before [MB]. */
const STORM_GROWTH = 50;
const STORMS = 3;

it.skipIf(isMissing('/proc'))(
  'every subscriber gets every final message, once: over storms of reconnections, beside clients that do not read, and over a restart of Redis (needs /proc)',
  async (context) => {
    const count = sized(1000);
    const deaf = sized(20, 4);
    redis = await OwnRedis.start();
    stack = await Stack.start({ gateways: 2, workers: 0, env: { REDIS_URL: redis.url } });
    const account = await runScenario(
      context,
      {
        fault: `${STORMS + 1} storms of reconnections, ${deaf} clients that do not read, Redis restarts`,
        load: `${count} explained, ${count} socket.io and ${count} /ws on the other gateway`,
        stack,
        settleSeconds: 240,
      },
      async (ledger) => {
        await submit(ledger, { target: () => stack.url, count, work: explainedRows });
        const { url, process } = stack.gateways[1];
        followers = ledger.ids.flatMap((id, index) => [
          new Follower('socket.io', url, id, `io-${index}`),
          new Follower('websocket', url, id, `raw-${index}`),
        ]);
        await Promise.all(followers.map((follower) => follower.follow()));
        const names = Array.from({ length: deaf }, (_, index) => `silent-${index}`);
        silent = await Promise.all(names.map((name) => SilentReader.follow(url, name, ledger.ids)));

        const storm = (parity: number) =>
          Promise.all(followers.filter((_, index) => index % 2 === parity).map((follower) => follower.reconnect()));
        const memory: number[] = [];
        for (let turn = 0; turn < STORMS; turn++) {
          await storm(turn % 2);
          memory.push(PeakMemory.now(process));
        }
        expect(memory.at(-1)! - memory[0]).toBeLessThan(STORM_GROWTH);

        stack.addWorker();
        await until('the first final messages', () => followers.some(({ finals }) => finals > 0), { seconds: 150 });
        await storm(1);
        await redis.end();
        await redis.restart();
        await until('every follower to have a final message', () => followers.every(({ finals }) => finals > 0), {
          seconds: 240,
        }).catch(() => undefined);
        const counts = (wanted: (finals: number) => boolean) => followers.filter(({ finals }) => wanted(finals)).length;
        const [missing, doubled] = [counts((finals) => finals === 0), counts((finals) => finals > 1)];
        expect({ missing, doubled }).toEqual({ missing: 0, doubled: 0 });
        memory.push(PeakMemory.now(process));
        return `${followers.length} subscribers, each one final message; gateway ${memory.map((mb) => mb.toFixed(0)).join(', ')} MB`;
      },
    );
    expectKept(account);
  },
  600_000,
);
