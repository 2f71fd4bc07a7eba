import type { EnvDto } from '../environment/env.dto';

/** How to connect to Redis, in the form that ioredis, BullMQ and Nest's transport all accept. */
export interface RedisConnection {
  host: string;
  port: number;
  username?: string;
  password?: string;
  db?: number;
  tls?: object;
  retryStrategy: (attempt: number) => number;
}

/** Connection options from `REDIS_URL` and `REDIS_PASSWORD`. Reconnecting never stops; the delay between attempts grows from 50 ms to 1 s. */
export function redisOptions(env: Pick<EnvDto, 'REDIS_URL' | 'REDIS_PASSWORD'>): RedisConnection {
  const url = new URL(env.REDIS_URL);
  const database = url.pathname.slice(1);
  return {
    host: url.hostname.replace(/^\[(.*)\]$/, '$1') || '127.0.0.1',
    port: url.port ? Number(url.port) : 6379,
    ...(url.username ? { username: decodeURIComponent(url.username) } : {}),
    ...(url.password || env.REDIS_PASSWORD
      ? { password: url.password ? decodeURIComponent(url.password) : env.REDIS_PASSWORD }
      : {}),
    ...(database ? { db: Number(database) } : {}),
    ...(url.protocol === 'rediss:' ? { tls: {} } : {}),
    retryStrategy: (attempt: number) => Math.min(50 * attempt, 1000),
  };
}
