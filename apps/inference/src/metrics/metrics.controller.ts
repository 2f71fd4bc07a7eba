import { Controller, Get, Header } from '@nestjs/common';
import { JobsServer } from '@exoplanet/job-transport';
import { ModelRegistry } from '@exoplanet/model-runtime';
import { METRICS_TYPE } from '@exoplanet/platform';
import { WorkerMetrics } from './worker-metrics';

/** Metrics of this worker, for Prometheus. */
@Controller('metrics')
export class MetricsController {
  constructor(
    private readonly metrics: WorkerMetrics,
    private readonly models: ModelRegistry,
    private readonly jobs: JobsServer,
  ) {}

  @Get()
  @Header('content-type', METRICS_TYPE)
  @Header('cache-control', 'no-store')
  read(): Promise<string> {
    const { models, activeCommands, paused, registry } = this.metrics;
    models.reset();
    for (const { name, version, sha256, provider, default: isDefault } of this.models.list())
      models.set({ model: name, version, sha256, provider, default: String(isDefault) }, 1);
    const active = this.jobs.activeJobs();
    for (const kind of this.jobs.getHandlers().keys())
      activeCommands.set({ kind }, active.filter(({ pattern }) => pattern === kind).length);
    paused.set(this.jobs.isPaused ? 1 : 0);
    return registry.metrics();
  }
}
