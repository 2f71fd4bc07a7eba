import { Inject, Injectable } from '@nestjs/common';
import type { Redis } from 'ioredis';
import type { WorkerHeartbeat } from '@exoplanet/contracts';
import { RedisKeys } from '@exoplanet/platform';
import { REDIS } from '../redis/tokens';
import { fromRedis } from '../redis/unavailable';

/** The live workers, from their heartbeats: a heartbeat expires by itself when its worker is gone. */
@Injectable()
export class WorkersService {
  constructor(
    @Inject(REDIS) private readonly redis: Redis,
    private readonly keys: RedisKeys,
  ) {}

  /** Every live worker, by name. @throws AppError REDIS_UNAVAILABLE */
  list(): Promise<WorkerHeartbeat[]> {
    return fromRedis(async () => {
      const ids = await this.redis.zrangebyscore(this.keys.workers, '-inf', '+inf');
      if (ids.length === 0) return [];
      const beats = await this.redis.mget(ids.map((id) => this.keys.worker(id)));
      const gone = ids.filter((_, index) => beats[index] === null);
      if (gone.length > 0) await this.redis.zrem(this.keys.workers, ...gone);
      const live = beats.filter((beat) => beat !== null).map((beat) => JSON.parse(beat) as WorkerHeartbeat);
      return live.sort((a, b) => a.id.localeCompare(b.id));
    });
  }
}
