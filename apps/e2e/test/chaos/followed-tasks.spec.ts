import { afterEach, expect, it } from 'vitest';
import { until } from '@exoplanet/dev';
import { explainedRows, submit } from '../../src/chaos/load';
import { expectKept, runScenario } from '../../src/chaos/scenario';
import { sized } from '../../src/chaos/size';
import { Follower } from '../../src/chaos/subscribers';
import { OwnRedis } from '../../src/own-redis';
import { Stack } from '../../src/stack';

let redis: OwnRedis;
let stack: Stack;
let followers: Follower[] = [];
afterEach(async () => {
  followers.forEach((follower) => follower.close());
  followers = [];
  await stack?.stop();
  await redis?.remove();
});

it('every subscriber gets every final message, once: over a storm of reconnections and a restart of Redis', async (context) => {
  const count = sized(1000);
  redis = await OwnRedis.start();
  stack = await Stack.start({ gateways: 2, workers: 0, env: { REDIS_URL: redis.url } });
  const account = await runScenario(
    context,
    {
      fault: 'storm of reconnections, then Redis restarts',
      load: `${count} explained, ${count} socket.io and ${count} /ws on the other gateway`,
      stack,
    },
    async (ledger) => {
      await submit(ledger, { target: () => stack.url, count, work: explainedRows });
      const { url } = stack.gateways[1];
      followers = ledger.ids.flatMap((id, index) => [
        new Follower('socket.io', url, id, `io-${index}`),
        new Follower('websocket', url, id, `raw-${index}`),
      ]);
      await Promise.all(followers.map((follower) => follower.follow()));
      stack.addWorker();
      await until('the first final messages', () => followers.some(({ finals }) => finals > 0), { seconds: 60 });
      await Promise.all(followers.filter((_, index) => index % 2).map((follower) => follower.reconnect()));
      await redis.end();
      await redis.restart();
      await until('every follower to have a final message', () => followers.every(({ finals }) => finals > 0), {
        seconds: 90,
      }).catch(() => undefined);
      const counts = (wanted: (finals: number) => boolean) => followers.filter(({ finals }) => wanted(finals)).length;
      const [missing, doubled] = [counts((finals) => finals === 0), counts((finals) => finals > 1)];
      expect({ missing, doubled }).toEqual({ missing: 0, doubled: 0 });
      return `${followers.length} subscribers, each one final message`;
    },
  );
  expectKept(account);
}, 300_000);
