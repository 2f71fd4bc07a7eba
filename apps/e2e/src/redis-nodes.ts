import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis, type RedisOptions } from 'ioredis';
import { findRedisServer, freePort, until } from '@exoplanet/dev';

/** One process of a Redis that has several, or that asks for more than an address: started from a configuration file. */
export class RedisNode {
  private constructor(
    readonly port: number,
    private readonly process: ChildProcess,
    private readonly access: RedisOptions,
  ) {}

  /** @param lines of the configuration beside the port and the folder. @param access how it is asked whether it answers */
  static async start(lines: readonly string[], access: RedisOptions = {}, flags: string[] = []): Promise<RedisNode> {
    const port = await freePort();
    const directory = mkdtempSync(join(tmpdir(), 'exoplanet-redis-'));
    const file = join(directory, 'redis.conf');
    const port_line = access.tls ? [`port 0`, `tls-port ${port}`] : [`port ${port}`];
    const lasting = flags.length > 0 ? [] : ['save ""', 'appendonly yes', 'maxmemory-policy noeviction'];
    const common = ['bind 127.0.0.1', 'protected-mode no', 'loglevel warning', `dir ${directory}`];
    writeFileSync(file, [...port_line, ...common, ...lasting, ...lines, ''].join('\n'));
    const server = spawn(findRedisServer()!, [file, ...flags], { stdio: 'ignore' });
    server.once('exit', () => void rm(directory, { recursive: true, force: true }));
    const node = new RedisNode(port, server, access);
    await until(`Redis to answer on port ${port}`, () => node.ask((redis) => redis.ping()), { seconds: 30 });
    return node;
  }

  get address(): string {
    return `127.0.0.1:${this.port}`;
  }

  /** Runs commands on a connection of their own. */
  async ask<T>(work: (redis: Redis) => Promise<T>): Promise<T> {
    const redis = new Redis({ ...this.access, host: '127.0.0.1', port: this.port, retryStrategy: null });
    redis.on('error', () => undefined);
    try {
      return await work(redis);
    } finally {
      redis.disconnect();
    }
  }

  signal(signal: NodeJS.Signals): void {
    this.process.kill(signal);
  }

  async end(signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
    if (this.process.exitCode !== null || this.process.signalCode !== null) return;
    const ended = once(this.process, 'exit');
    this.process.kill(signal);
    await ended;
  }
}

/** A cluster of three masters that share all slots. */
export async function startCluster(): Promise<RedisNode[]> {
  const buses = await Promise.all([freePort(), freePort(), freePort()]);
  const nodes = await Promise.all(buses.map((bus) => RedisNode.start(['cluster-enabled yes', `cluster-port ${bus}`])));
  const bounds = [0, 5461, 10923, 16384];
  for (const [index, node] of nodes.entries()) {
    await node.ask(async (redis) => {
      await redis.call('CLUSTER', 'SET-CONFIG-EPOCH', index + 1);
      await redis.call('CLUSTER', 'ADDSLOTSRANGE', bounds[index], bounds[index + 1] - 1);
      if (index > 0) await redis.call('CLUSTER', 'MEET', '127.0.0.1', nodes[0].port, buses[0]);
    });
  }
  for (const node of nodes) {
    const knowsAll = () =>
      node.ask(async (redis) => {
        const state = (await redis.call('CLUSTER', 'INFO')) as string;
        return state.includes('cluster_state:ok') && state.includes('cluster_known_nodes:3');
      });
    await until('the cluster to be complete', knowsAll, { seconds: 30 });
  }
  return nodes;
}

/** A master and a replica, watched by three Sentinels under the name `exoplanet`. */
export async function startWatchedPair(): Promise<{ master: RedisNode; replica: RedisNode; sentinels: RedisNode[] }> {
  const master = await RedisNode.start([]);
  const replica = await RedisNode.start([`replicaof 127.0.0.1 ${master.port}`]);
  const watch = [
    `sentinel monitor exoplanet 127.0.0.1 ${master.port} 2`,
    'sentinel down-after-milliseconds exoplanet 1000',
    'sentinel failover-timeout exoplanet 5000',
  ];
  const sentinels = await Promise.all([1, 2, 3].map(() => RedisNode.start(watch, {}, ['--sentinel'])));
  for (const sentinel of sentinels) {
    const seesAll = () =>
      sentinel.ask(async (redis) => {
        const flat = (await redis.call('SENTINEL', 'MASTER', 'exoplanet')) as Record<string, string> | string[];
        const state = Array.isArray(flat) ? Object.fromEntries(pairs(flat)) : flat;
        return state['num-slaves'] === '1' && state['num-other-sentinels'] === '2';
      });
    await until('the Sentinels to find each other', seesAll, { seconds: 30 });
  }
  return { master, replica, sentinels };
}

function pairs(flat: readonly string[]): [string, string][] {
  return flat.flatMap((name, index) => (index % 2 === 0 ? [[name, flat[index + 1]] as [string, string]] : []));
}

/** A private authority and a certificate of it for 127.0.0.1. */
export function makeCertificates(directory: string): { ca: string; cert: string; key: string } {
  const path = (name: string) => join(directory, name);
  const openssl = (...parameters: string[]) => execFileSync('openssl', parameters, { stdio: 'pipe' });
  const elliptic = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
  openssl(
    'req',
    '-x509',
    ...elliptic,
    '-days',
    '2',
    '-subj',
    '/CN=a private authority',
    '-keyout',
    path('ca.key'),
    '-out',
    path('ca.pem'),
  );
  openssl('req', ...elliptic, '-subj', '/CN=redis', '-keyout', path('redis.key'), '-out', path('redis.csr'));
  writeFileSync(path('names'), 'subjectAltName=IP:127.0.0.1');
  openssl(
    ...['x509', '-req', '-days', '2', '-in', path('redis.csr'), '-CA', path('ca.pem'), '-CAkey', path('ca.key')],
    ...['-CAcreateserial', '-extfile', path('names'), '-out', path('redis.pem')],
  );
  return { ca: path('ca.pem'), cert: path('redis.pem'), key: path('redis.key') };
}
