import { Inject, Injectable } from '@nestjs/common';
import type { Redis } from 'ioredis';
import type { WorkerHeartbeat } from '@exoplanet/contracts';
import { RedisKeys } from '@exoplanet/platform';
import { readRedis } from '../platform/redis/read-redis';
import { REDIS } from '../platform/redis/tokens';

/** The live workers, from their heartbeats. The heartbeat of a dead worker expires in Redis. */
@Injectable()
export class WorkersService {
  constructor(
    @Inject(REDIS) private readonly redis: Redis,
    private readonly keys: RedisKeys,
  ) {}

  /** Every live worker, by name. @throws AppError REDIS_UNAVAILABLE */
  list(): Promise<WorkerHeartbeat[]> {
    return readRedis(async () => {
      const ids = await this.redis.zrangebyscore(this.keys.workers, '-inf', '+inf');
      if (ids.length === 0) return [];
      const heartbeats = await this.redis.mget(ids.map((id) => this.keys.worker(id)));
      const dead = ids.filter((_, index) => heartbeats[index] === null);
      if (dead.length > 0) await this.redis.zrem(this.keys.workers, ...dead);
      const live = heartbeats
        .filter((heartbeat) => heartbeat !== null)
        .map((heartbeat) => JSON.parse(heartbeat) as WorkerHeartbeat);
      return live.sort((a, b) => a.id.localeCompare(b.id));
    });
  }
}
