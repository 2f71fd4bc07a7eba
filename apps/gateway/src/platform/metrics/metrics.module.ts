import { Global, Module } from '@nestjs/common';
import { Registry } from 'prom-client';
import { createRegistry } from '@exoplanet/platform';
import { MetricsController } from './metrics.controller';

/** The Prometheus registry of the process. Each feature registers the metrics of what it owns. */
@Global()
@Module({
  controllers: [MetricsController],
  providers: [{ provide: Registry, useFactory: () => createRegistry('gateway') }],
  exports: [Registry],
})
export class MetricsModule {}
