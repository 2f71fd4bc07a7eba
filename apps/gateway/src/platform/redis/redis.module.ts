import { Global, Inject, Module, type OnApplicationShutdown } from '@nestjs/common';
import type { ClientProxy } from '@nestjs/microservices';
import type { Redis } from 'ioredis';
import { JobsClient } from '@exoplanet/job-transport';
import { ControlClient, EnvDto, keyPrefix, logOutages, RedisKeys, redisOptions } from '@exoplanet/platform';
import { openRedis } from '@exoplanet/redis';
import { RedisGauge } from './redis-gauge';
import { CONTROL_CLIENT, REDIS } from './tokens';

/** How long Redis may send nothing while commands wait for replies, before it counts as unavailable [ms]. */
const SILENCE_TIMEOUT = 2000;

/** The gateway's three connections to Redis: jobs, control messages, and reading what workers publish. */
@Global()
@Module({
  providers: [
    {
      provide: JobsClient,
      inject: [EnvDto],
      useFactory: (env: EnvDto) =>
        new JobsClient({
          connection: redisOptions(env),
          prefix: keyPrefix(env),
          payloadMemoryLimit: env.PAYLOAD_MEMORY_LIMIT,
          resultTtl: env.RESULT_TTL,
        }),
    },
    {
      provide: CONTROL_CLIENT,
      inject: [EnvDto],
      useFactory: (env: EnvDto) => new ControlClient(redisOptions(env)),
    },
    {
      provide: REDIS,
      inject: [EnvDto],
      useFactory: (env: EnvDto) => {
        const redis = openRedis(redisOptions(env), {
          enableOfflineQueue: false,
          enableAutoPipelining: true,
          maxRetriesPerRequest: 0,
          silenceTimeout: SILENCE_TIMEOUT,
        });
        logOutages(redis, env);
        return redis;
      },
    },
    { provide: RedisKeys, inject: [EnvDto], useFactory: (env: EnvDto) => new RedisKeys(keyPrefix(env)) },
    RedisGauge,
  ],
  exports: [JobsClient, CONTROL_CLIENT, REDIS, RedisKeys],
})
export class RedisModule implements OnApplicationShutdown {
  constructor(
    private readonly jobs: JobsClient,
    @Inject(CONTROL_CLIENT) private readonly control: ClientProxy,
    @Inject(REDIS) private readonly redis: Redis,
  ) {}

  async onApplicationShutdown(): Promise<void> {
    await Promise.allSettled([this.jobs.close(), this.control.close()]);
    this.redis.disconnect();
  }
}
