import { readFileSync } from 'node:fs';
import { parseRedisUrl, type RedisAddress, type RedisConnection } from '@exoplanet/redis';
import type { EnvDto } from '../environment/env.dto';

/** The variables that say where Redis is and how to log in. */
export type RedisEnvironment = Pick<
  EnvDto,
  'REDIS_URL' | 'REDIS_PASSWORD' | 'REDIS_SENTINEL_PASSWORD' | 'REDIS_CA' | 'REDIS_CERT' | 'REDIS_KEY'
>;

/** Connection options from the environment, for one server, Sentinels or a cluster. */
export function redisOptions(env: RedisEnvironment): RedisConnection {
  const address = parseRedisUrl(env.REDIS_URL);
  const { username, password = env.REDIS_PASSWORD } = address;
  const tls = address.tls ? { tls: tlsOptions(env) } : {};
  return {
    ...(username ? { username } : {}),
    ...(password ? { password } : {}),
    ...tls,
    ...placeOf(address, env),
  };
}

function placeOf(address: RedisAddress, env: RedisEnvironment): RedisConnection {
  switch (address.kind) {
    case 'server':
      return { ...address.node, db: address.database };
    case 'sentinel':
      return {
        sentinels: address.nodes,
        name: address.master,
        db: address.database,
        // No `failoverDetector`: where it fires during a reconnection, ioredis gives the connection up for good. A failover closes
        // the connections of the old master anyway, and `READONLY` answers lead to the new one.
        sentinelRetryStrategy: (attempt) => Math.min(50 * attempt, 1000),
        ...(env.REDIS_SENTINEL_PASSWORD ? { sentinelPassword: env.REDIS_SENTINEL_PASSWORD } : {}),
        ...(address.tls ? { enableTLSForSentinelMode: true, sentinelTLS: tlsOptions(env) } : {}),
      };
    case 'cluster':
      return { clusterNodes: address.nodes };
  }
}

function tlsOptions({ REDIS_CA, REDIS_CERT, REDIS_KEY }: RedisEnvironment) {
  return {
    ...(REDIS_CA ? { ca: readFileSync(REDIS_CA) } : {}),
    ...(REDIS_CERT ? { cert: readFileSync(REDIS_CERT) } : {}),
    ...(REDIS_KEY ? { key: readFileSync(REDIS_KEY) } : {}),
  };
}

/** `KEY_PREFIX`; on a cluster as a hash tag, so that every key of the system is in one slot, as its scripts need. */
export function keyPrefix({ KEY_PREFIX, REDIS_URL }: Pick<EnvDto, 'KEY_PREFIX' | 'REDIS_URL'>): string {
  const needsTag = parseRedisUrl(REDIS_URL).kind === 'cluster' && !/\{[^{}]+\}/.test(KEY_PREFIX);
  return needsTag ? `{${KEY_PREFIX}}` : KEY_PREFIX;
}
