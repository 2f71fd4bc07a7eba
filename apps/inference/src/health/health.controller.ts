import { Controller, Get } from '@nestjs/common';
import { HealthCheck, type HealthCheckResult, HealthCheckService, HealthIndicatorService } from '@nestjs/terminus';
import { versionId } from '@exoplanet/contracts';
import { JobsServer } from '@exoplanet/job-transport';
import { ModelRegistry } from '@exoplanet/model-runtime';
import { eventLoopLag } from '@exoplanet/platform';
import { ControlStatus } from '../control/control-status';

/** Delay of the event loop above which the worker is not alive [ms]. */
const MAX_LAG = 5000;

@Controller('health')
export class HealthController {
  constructor(
    private readonly health: HealthCheckService,
    private readonly indicators: HealthIndicatorService,
    private readonly models: ModelRegistry,
    private readonly jobs: JobsServer,
    private readonly control: ControlStatus,
  ) {}

  @Get('live')
  @HealthCheck()
  live(): Promise<HealthCheckResult> {
    return this.health.check([
      () => {
        const lag = eventLoopLag().p99();
        const loop = this.indicators.check('event_loop');
        return lag < MAX_LAG ? loop.up({ lag_p99_ms: lag }) : loop.down({ lag_p99_ms: lag });
      },
    ]);
  }

  /** Ready when a model is loaded and both transports are connected. */
  @Get('ready')
  @HealthCheck()
  ready(): Promise<HealthCheckResult> {
    return this.health.check([
      () => {
        const models = this.indicators.check('models');
        const served = this.models.list().map(versionId);
        return served.length > 0 ? models.up({ served }) : models.down('no model is loaded');
      },
      () => this.connected('jobs', this.jobs.isConnected),
      () => this.connected('control', this.control.connected),
    ]);
  }

  private connected(name: 'jobs' | 'control', connected: boolean) {
    const transport = this.indicators.check(name);
    return connected ? transport.up() : transport.down('not connected to Redis');
  }
}
