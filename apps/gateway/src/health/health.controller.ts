import { Controller, Get, HttpException, Res } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { HealthCheckService, type HealthIndicatorFunction } from '@nestjs/terminus';
import type { FastifyReply } from 'fastify';
import { Open } from '../platform/auth/roles.decorator';
import { HealthIndicators } from './health-indicators';
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
  description: 'Usable; `degraded` when something is missing that the service can do without for a while',
  ...RESULT,
})
@ApiResponse({ status: 503, description: 'Not usable', ...RESULT })
@Controller('health')
export class HealthController {
  constructor(
    private readonly health: HealthCheckService,
    private readonly indicators: HealthIndicators,
    private readonly system: SystemService,
  ) {}

  @Get()
  @ApiOperation({ summary: 'State of Redis, queue, workers and models, with measurements of the system' })
  async all(@Res() reply: FastifyReply): Promise<void> {
    const { redis, queue, workers, models } = this.indicators;
    await this.answer(reply, [redis, queue, workers, models], async () => ({ system: await this.system.measure() }));
  }

  @Get('live')
  @ApiOperation({ summary: 'Whether the process is alive' })
  async live(@Res() reply: FastifyReply): Promise<void> {
    await this.answer(reply, [this.indicators.process]);
  }

  @Get('ready')
  @ApiOperation({ summary: 'Whether the gateway accepts requests: it is not stopping, and Redis and queue are usable' })
  async ready(@Res() reply: FastifyReply): Promise<void> {
    const { gateway, redis, queue } = this.indicators;
    await this.answer(reply, [gateway, redis, queue]);
  }

  /** Terminus throws its result when a check is down. Here that is a regular answer and not a problem. */
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
