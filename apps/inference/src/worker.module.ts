import { type DynamicModule, Inject, Module, type OnApplicationShutdown } from '@nestjs/common';
import { TerminusModule } from '@nestjs/terminus';
import type { Redis } from 'ioredis';
import { JobsServer } from '@exoplanet/job-transport';
import { ModelRegistry } from '@exoplanet/model-runtime';
import {
  ControlClient,
  type EnvDto,
  keyPrefix,
  logOutages,
  RedisKeys,
  redisOptions,
  stopTracing,
} from '@exoplanet/platform';
import { openRedis } from '@exoplanet/redis';
import { CommandsModule } from './commands.module';
import { RunRecorder } from './commands/run-recorder';
import { ControlController } from './control/control.controller';
import { ControlReplies } from './control/control-replies';
import { ControlStatus } from './control/control-status';
import { InspectionService } from './control/inspection.service';
import { HealthController } from './health/health.controller';
import { HeartbeatService } from './heartbeat/heartbeat.service';
import { MetricsController } from './metrics/metrics.controller';
import { WorkerMetrics } from './metrics/worker-metrics';
import { ENV, IDENTITY, REDIS, REPLIES, type WorkerIdentity } from './tokens';

export interface WorkerParts {
  env: EnvDto;
  identity: WorkerIdentity;
  models: ModelRegistry;
  jobs: JobsServer;
  control: ControlStatus;
  metrics: WorkerMetrics;
  runs: RunRecorder;
}

@Module({})
export class WorkerModule implements OnApplicationShutdown {
  constructor(@Inject(REDIS) private readonly redis: Redis) {}

  static with({ env, identity, models, jobs, control, metrics, runs }: WorkerParts): DynamicModule {
    return {
      module: WorkerModule,
      imports: [TerminusModule.forRoot({ logger: false }), CommandsModule.with({ env, models, metrics })],
      controllers: [ControlController, HealthController, MetricsController],
      providers: [
        { provide: ENV, useValue: env },
        { provide: IDENTITY, useValue: identity },
        { provide: ModelRegistry, useValue: models },
        { provide: JobsServer, useValue: jobs },
        { provide: ControlStatus, useValue: control },
        { provide: WorkerMetrics, useValue: metrics },
        { provide: RunRecorder, useValue: runs },
        { provide: RedisKeys, useValue: new RedisKeys(keyPrefix(env)) },
        { provide: REDIS, useFactory: () => connect(env) },
        { provide: REPLIES, useFactory: () => new ControlClient(redisOptions(env)) },
        ControlReplies,
        InspectionService,
        HeartbeatService,
      ],
    };
  }

  async onApplicationShutdown(): Promise<void> {
    this.redis.disconnect();
    await stopTracing();
  }
}

function connect(env: EnvDto): Redis {
  const redis = openRedis(redisOptions(env), { enableOfflineQueue: false, maxRetriesPerRequest: 0 });
  logOutages(redis, env);
  return redis;
}
