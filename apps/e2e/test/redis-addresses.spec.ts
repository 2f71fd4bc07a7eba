import { mkdtempSync, readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { isMissing, until } from '@exoplanet/dev';
import { submit } from '../src/chaos/load';
import { expectKept, runScenario } from '../src/chaos/scenario';
import { sized } from '../src/chaos/size';
import { call } from '../src/http';
import { leastRights } from '../src/least-rights';
import { RawClient } from '../src/raw-client';
import { makeCertificates, RedisNode, startCluster, startWatchedPair } from '../src/redis-nodes';
import { Stack } from '../src/stack';

const candidate = { period: 1.5, radius: 1.2, source: 'KEPLER' };

let stack: Stack | undefined;
let nodes: RedisNode[] = [];
afterEach(async () => {
  await stack?.stop();
  stack = undefined;
  await Promise.all(nodes.map((node) => node.end()));
  nodes = [];
});

/** Everything that the system does with Redis: jobs by value and by reference, flows, events, control, rate limit, queue page. */
async function expectAllToWork({ url }: Stack): Promise<void> {
  const one = await call(`${url}/predict?wait=20&explain=true`, 'POST', candidate);
  expect(one.body).toMatchObject({ status: 'completed' });
  const live = await RawClient.connect(url, 'follower');
  const predictions = Array.from({ length: 5000 }, (_, index) => ({
    ...candidate,
    id: `row ${index}`,
    period: 1 + index,
  }));
  const large = await call<{ task_id: string }>(`${url}/predict/batch`, 'POST', { predictions });
  live.send({ type: 'subscribe_task', task_id: large.body.task_id });
  await live.receive(({ type, status }) => type === 'task_update' && status === 'completed', 30);
  live.close();
  const form = { period: 2, source: 'TESS' };
  const keyed = () => call(`${url}/predict?wait=20`, 'POST', form, { 'idempotency-key': 'again' });
  expect((await keyed()).body.task_id).toBe((await keyed()).body.task_id);
  const table = 'id,source,period,radius,depth,duration\nA,KEPLER,3.1,2.2,300,2\nB,KEPLER,4.1,22,30000,3\n';
  const uploaded = await fetch(`${url}/catalogs`, {
    method: 'POST',
    body: table,
    headers: { 'content-type': 'text/csv' },
  });
  const { catalog_id: catalog } = (await uploaded.json()) as { catalog_id: string };
  await until('the catalogue', async () => (await call(`${url}/catalogs/${catalog}`)).body.state === 'completed', {
    seconds: 40,
  });
  await until('the worker to reply', async () => {
    const { body } = await call<{ expected: number; missing: string[] }>(`${url}/workers/inspect/ping?timeout=1`);
    return body.expected >= 1 && body.missing.length === 0;
  });
  expect((await call(`${url}/health`)).body).toMatchObject({ status: 'ok' });
  expect((await fetch(`${url}/monitor/api/queues`)).status).toBe(200);
}

/** The commands, keys or channels in the reply of `ACL LOG`. */
function deniedCommands(log: unknown): string[] {
  return (log as (string[] | Record<string, string>)[]).map((entry) =>
    Array.isArray(entry) ? entry[entry.indexOf('object') + 1] : entry.object,
  );
}

describe('Redis as operators run it', () => {
  it('the system works on a cluster of three nodes', async () => {
    nodes = await startCluster();
    const REDIS_URL = `redis+cluster://${nodes.map(({ address }) => address).join(',')}`;
    stack = await Stack.start({ env: { REDIS_URL, RATE_LIMIT: '100000' } });
    await expectAllToWork(stack);
    const sizes = await Promise.all(nodes.map((node) => node.ask((redis) => redis.dbsize())));
    expect(sizes.filter((size) => size > 0)).toHaveLength(1);
    const holder = nodes[sizes.findIndex((size) => size > 0)];
    const { url } = stack;
    holder.signal('SIGSTOP');
    try {
      const started = performance.now();
      const requests = Array.from({ length: 5 }, () => call(`${url}/predict?wait=20`, 'POST', candidate));
      expect((await Promise.all(requests)).map(({ status }) => status)).toEqual(Array.from({ length: 5 }, () => 503));
      expect(performance.now() - started).toBeLessThan(19_000);
    } finally {
      holder.signal('SIGCONT');
    }
    const isBack = async () => (await call(`${url}/predict?wait=20`, 'POST', candidate)).status === 200;
    await until('the node that hung to be used again', isBack, { seconds: 30 });
  }, 300_000);

  it('a Sentinel failover under load loses only what the master had not sent to its replica', async (context) => {
    const { master, replica, sentinels } = await startWatchedPair();
    nodes = [master, replica, ...sentinels];
    const REDIS_URL = `redis+sentinel://${sentinels.map(({ address }) => address).join(',')}/exoplanet`;
    stack = await Stack.start({ workers: 2, env: { REDIS_URL } });
    const { url } = stack;
    const count = sized(2000);
    const account = await runScenario(
      context,
      { fault: 'SIGKILL of the Redis master, Sentinel failover', load: `${count} mixed`, stack, redisCrashes: true },
      async (ledger) => {
        const load = submit(ledger, { target: () => url, count, rate: count / 8, retries: true });
        await delay(2000);
        ledger.crashed();
        await master.end('SIGKILL');
        const since = performance.now();
        await until('the gateway to be ready again', async () => (await call(`${url}/health/ready`)).status === 200, {
          seconds: 60,
        });
        const seconds = (performance.now() - since) / 1000;
        await load;
        return `ready again after ${seconds.toFixed(1)} s`;
      },
    );
    expectKept(account);
    expect((await call(`${url}/workers/inspect/ping?timeout=2`)).body).toMatchObject({ expected: 2, missing: [] });
  }, 300_000);

  it.skipIf(isMissing('openssl'))(
    'TLS with a private authority, a client certificate and an ACL user with the least rights are enough (needs openssl)',
    async () => {
      const directory = mkdtempSync(join(tmpdir(), 'exoplanet-tls-'));
      const files = makeCertificates(directory);
      const secure = ['ca', 'cert', 'key'] as const;
      const [ca, cert, key] = secure.map((name) => readFileSync(files[name]));
      const tls = [`tls-ca-cert-file ${files.ca}`, `tls-cert-file ${files.cert}`, `tls-key-file ${files.key}`];
      const users = [
        `user exoplanet on >pass%word ${leastRights('acl')}`,
        'user operator on >all ~* &* +@all',
        'user default off',
      ];
      const access = { tls: { ca, cert, key }, username: 'operator', password: 'all' };
      const redis = await RedisNode.start([...tls, ...users], access);
      nodes = [redis];
      const env = {
        REDIS_URL: `rediss://exoplanet:pass%25word@${redis.address}`,
        REDIS_CA: files.ca,
        REDIS_CERT: files.cert,
        REDIS_KEY: files.key,
        KEY_PREFIX: 'acl',
        RATE_LIMIT: '100000',
      };
      stack = await Stack.start({ env });
      await expectAllToWork(stack);
      const log = await redis.ask((connection) => connection.call('ACL', 'LOG'));
      // The queue page asks who is connected, and does without an answer.
      expect(deniedCommands(log).filter((command) => command !== 'client|list')).toEqual([]);
      await rm(directory, { recursive: true });
    },
    300_000,
  );
});
