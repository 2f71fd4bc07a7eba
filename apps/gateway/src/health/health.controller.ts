import { Controller, Get, HttpException, Inject, Res } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { HealthCheckService, type HealthIndicatorFunction, HealthIndicatorService } from '@nestjs/terminus';
import type { FastifyReply } from 'fastify';
import type { Redis } from 'ioredis';
import { PREDICT } from '@exoplanet/contracts';
import { JobsClient } from '@exoplanet/job-transport';
import { Open } from '../auth/roles.decorator';
import { ModelsService } from '../models/models.service';
import { REDIS } from '../redis/tokens';
import { WorkersService } from '../workers/workers.service';
import { SystemService } from './system.service';

const RESULT = {
  schema: {
    type: 'object',
    additionalProperties: true,
    example: { status: 'ok', info: { redis: { status: 'up' } }, error: {}, details: { redis: { status: 'up' } } },
  },
} as const;

@ApiTags('health')
@Open()
@ApiResponse({
  status: 200,
  description: 'Usable; `degraded` where something is missing that it can do without for a while',
  ...RESULT,
})
@ApiResponse({ status: 503, description: 'Not usable', ...RESULT })
@Controller('health')
export class HealthController {
  constructor(
    private readonly health: HealthCheckService,
    private readonly indicators: HealthIndicatorService,
    private readonly jobs: JobsClient,
    private readonly workers: WorkersService,
    private readonly models: ModelsService,
    private readonly system: SystemService,
    @Inject(REDIS) private readonly redis: Redis,
  ) {}

  @Get()
  @ApiOperation({ summary: 'Redis, queue, workers and models, with measured figures of the system' })
  async whole(@Res() reply: FastifyReply): Promise<void> {
    await this.answer(reply, [this.redisUp, this.queueUsable, this.workersAlive, this.modelsServed], async () => ({
      system: await this.system.measure(),
    }));
  }

  @Get('live')
  @ApiOperation({ summary: 'Whether the process is alive' })
  async live(@Res() reply: FastifyReply): Promise<void> {
    await this.answer(reply, [() => this.indicators.check('process').up()]);
  }

  @Get('ready')
  @ApiOperation({ summary: 'Whether requests can be taken: Redis and queue usable' })
  async ready(@Res() reply: FastifyReply): Promise<void> {
    await this.answer(reply, [this.redisUp, this.queueUsable]);
  }

  private readonly redisUp = async () => {
    const redis = this.indicators.check('redis');
    const started = performance.now();
    return this.redis.ping().then(
      () => redis.up({ response_time_ms: Math.round((performance.now() - started) * 100) / 100 }),
      (error: Error) => redis.down(error.message),
    );
  };

  private readonly queueUsable = async () => {
    const queue = this.indicators.check('queue');
    return this.jobs.depth(PREDICT).then(
      (depth) => queue.up({ ...depth }),
      (error: Error) => queue.down(error.message),
    );
  };

  private readonly workersAlive = async () => {
    const workers = this.indicators.check('workers');
    return this.workers.list().then(
      (list) =>
        list.length > 0
          ? workers.up({ count: list.length })
          : workers.degraded('no worker is alive: tasks wait until one comes'),
      (error: Error) => workers.down(error.message),
    );
  };

  private readonly modelsServed = async () => {
    const models = this.indicators.check('models');
    return this.models.list().then(
      (list) =>
        list.length > 0
          ? models.up({ served: list.map(({ name, version }) => `${name}@${version}`) })
          : models.degraded('no model is served'),
      (error: Error) => models.down(error.message),
    );
  };

  /** Terminus throws its result when something is down; here that is an answer, not a problem. */
  private async answer(
    reply: FastifyReply,
    checks: HealthIndicatorFunction[],
    more?: () => Promise<object>,
  ): Promise<void> {
    void reply.header('cache-control', 'no-store');
    try {
      const result = await this.health.check(checks);
      void reply.status(200).send({ ...result, ...(await more?.()) });
    } catch (error) {
      if (!(error instanceof HttpException)) throw error;
      void reply.status(error.getStatus()).send(error.getResponse());
    }
  }
}
