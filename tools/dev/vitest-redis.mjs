import { findRedisServer, startRedis } from './redis.mjs';

/** Vitest's global set-up: one real Redis for the run, at `REDIS_URL`; each test takes a key prefix of its own. */
export default async function setup() {
  const program = findRedisServer();
  if (!program) throw new Error('the tests need redis-server or valkey-server on PATH: ./test.sh installs it');
  const redis = await startRedis({ program });
  process.env.REDIS_URL = redis.url;
  return () => redis.stop();
}
