import { obtainRedisProgram } from './install/redis-program.mjs';
import { Leash } from './processes/leash.mjs';
import { startRedis } from './redis.mjs';

/** Vitest's global set-up: one real Redis for the run, at `REDIS_URL`; each test takes a key prefix of its own. */
export default async function setup() {
  const redis = await startRedis({ program: obtainRedisProgram() });
  const leash = new Leash();
  leash.hold(redis.process.pid);
  process.env.REDIS_URL = redis.url;
  return async () => {
    await redis.stop();
    leash.release(redis.process.pid);
  };
}
