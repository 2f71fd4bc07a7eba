import { Inject, Injectable } from '@nestjs/common';
import { type HealthIndicatorFunction, HealthIndicatorService } from '@nestjs/terminus';
import type { Redis } from 'ioredis';
import { JobsClient } from '@exoplanet/job-transport';
import { ModelsService } from '../models/models.service';
import { Shutdown } from '../platform/lifecycle/shutdown';
import { REDIS } from '../platform/redis/tokens';
import { queueDepth } from '../tasks/queue-depth';
import { WorkersService } from '../workers/workers.service';

/** Use of the payload memory from which the service counts as degraded [%]. */
const NEARLY_FULL = 80;

/** The checks behind the health routes. None of them rejects: a failure is a state. */
@Injectable()
export class HealthIndicators {
  constructor(
    private readonly indicators: HealthIndicatorService,
    private readonly jobs: JobsClient,
    private readonly workersService: WorkersService,
    private readonly modelsService: ModelsService,
    private readonly shutdown: Shutdown,
    @Inject(REDIS) private readonly connection: Redis,
  ) {}

  readonly process: HealthIndicatorFunction = () => this.indicators.check('process').up();

  readonly gateway: HealthIndicatorFunction = () => {
    const gateway = this.indicators.check('gateway');
    return this.shutdown.isStopping ? gateway.down('the gateway is stopping') : gateway.up();
  };

  readonly redis: HealthIndicatorFunction = async () => {
    const redis = this.indicators.check('redis');
    const started = performance.now();
    return this.connection.ping().then(
      () => redis.up({ response_time_ms: Math.round((performance.now() - started) * 100) / 100 }),
      (error: Error) => redis.down(error.message),
    );
  };

  readonly queue: HealthIndicatorFunction = async () => {
    const queue = this.indicators.check('queue');
    return queueDepth(this.jobs).then(
      (depth) => queue.up({ ...depth }),
      (error: Error) => queue.down(error.message),
    );
  };

  readonly memory: HealthIndicatorFunction = async () => {
    const memory = this.indicators.check('payload_memory');
    return this.jobs.payloadUsage().then(
      ({ stored, reserved, limit }) => {
        const used = Math.round(((stored + reserved) / limit) * 100);
        return used < NEARLY_FULL
          ? memory.up({ stored_bytes: stored, reserved_bytes: reserved, limit_bytes: limit })
          : memory.degraded(
              `${used} % of PAYLOAD_MEMORY_LIMIT is used; at 100 % requests are refused with OUT_OF_MEMORY until tasks end and results expire`,
            );
      },
      (error: Error) => memory.down(error.message),
    );
  };

  readonly workers: HealthIndicatorFunction = async () => {
    const workers = this.indicators.check('workers');
    return this.workersService.list().then(
      (list) =>
        list.length > 0
          ? workers.up({ count: list.length })
          : workers.degraded('no worker is alive: tasks wait until one starts'),
      (error: Error) => workers.down(error.message),
    );
  };

  readonly models: HealthIndicatorFunction = async () => {
    const models = this.indicators.check('models');
    return this.modelsService.list().then(
      (list) =>
        list.length > 0
          ? models.up({ served: list.map(({ name, version }) => `${name}@${version}`) })
          : models.degraded('no model is served'),
      (error: Error) => models.down(error.message),
    );
  };
}
