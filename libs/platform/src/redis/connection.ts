import type { RedisOptions } from 'ioredis';
import type { EnvDto } from '../environment/env.dto';

/** Connection options from `REDIS_URL` and `REDIS_PASSWORD`. Reconnecting never gives up: 50 ms at first, 1 s at most between tries. */
export function redisOptions(env: Pick<EnvDto, 'REDIS_URL' | 'REDIS_PASSWORD'>): RedisOptions {
  const url = new URL(env.REDIS_URL);
  const database = url.pathname.slice(1);
  return {
    host: url.hostname.replace(/^\[(.*)\]$/, '$1') || '127.0.0.1',
    port: url.port ? Number(url.port) : 6379,
    ...(url.username ? { username: decodeURIComponent(url.username) } : {}),
    ...(url.password || env.REDIS_PASSWORD ? { password: url.password ? decodeURIComponent(url.password) : env.REDIS_PASSWORD } : {}),
    ...(database ? { db: Number(database) } : {}),
    ...(url.protocol === 'rediss:' ? { tls: {} } : {}),
    retryStrategy: (attempt: number) => Math.min(50 * attempt, 1000),
  };
}
