import { Controller, Get, type OnApplicationShutdown } from '@nestjs/common';
import { HealthCheck, type HealthCheckResult, HealthCheckService, HealthIndicatorService } from '@nestjs/terminus';
import { JobsServer } from '@exoplanet/job-transport';
import { ModelRegistry } from '@exoplanet/model-runtime';
import { EventLoopLag } from '@exoplanet/platform';
import { ControlLink } from '../control/control-link';

/** Event-loop lag above which the worker counts as stuck [ms]. */
const STUCK = 5000;

@Controller('health')
export class HealthController implements OnApplicationShutdown {
  private readonly lag = new EventLoopLag();

  constructor(
    private readonly health: HealthCheckService,
    private readonly indicators: HealthIndicatorService,
    private readonly models: ModelRegistry,
    private readonly jobs: JobsServer,
    private readonly control: ControlLink,
  ) {}

  onApplicationShutdown(): void {
    this.lag.stop();
  }

  @Get('live')
  @HealthCheck()
  live(): Promise<HealthCheckResult> {
    return this.health.check([
      () => {
        const lag = this.lag.p99();
        this.lag.reset();
        const loop = this.indicators.check('event_loop');
        return lag < STUCK ? loop.up({ lag_p99_ms: lag }) : loop.down({ lag_p99_ms: lag });
      },
    ]);
  }

  /** Models loaded, and both transports connected. */
  @Get('ready')
  @HealthCheck()
  ready(): Promise<HealthCheckResult> {
    return this.health.check([
      () => {
        const models = this.indicators.check('models');
        const served = this.models.list().map(({ name, version }) => `${name}@${version}`);
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
