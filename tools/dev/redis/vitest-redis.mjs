import { Leash } from '../processes/leash.mjs';
import { obtainRedisProgram } from './redis-program.mjs';
import { startRedis } from './redis-server.mjs';

/** Vitest's global set-up: one real Redis for the run, at `REDIS_URL`; each test uses a key prefix of its own. */
export default async function setup() {
  const redis = await startRedis({ program: obtainRedisProgram({ mayInstall: false }) });
  const leash = new Leash();
  const pid = redis.process.pid;
  if (pid) leash.hold(pid);
  process.env.REDIS_URL = redis.url;
  return async () => {
    await redis.stop();
    if (pid) leash.release(pid);
  };
}
