import { Inject, Injectable } from '@nestjs/common';
import type { Redis } from 'ioredis';
import { Registry } from 'prom-client';
import { sampledGauge } from '../metrics/sampled-gauge';
import { REDIS } from './tokens';

/** Whether Redis answers, as a metric. */
@Injectable()
export class RedisGauge {
  constructor(registry: Registry, @Inject(REDIS) redis: Redis) {
    sampledGauge(
      registry,
      { name: 'exoplanet_redis_up', help: 'Whether Redis answers this gateway: 1 or 0' },
      async (gauge) => {
        const answers = await redis.ping().then(
          () => true,
          () => false,
        );
        gauge.set(answers ? 1 : 0);
      },
    );
  }
}
