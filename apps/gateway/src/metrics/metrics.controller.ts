import { Controller, Get, Header } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import { METRICS_TYPE } from '@exoplanet/platform';
import { Open } from '../auth/roles.decorator';
import { GatewayMetrics } from './gateway-metrics';
import { SystemGauges } from './system-gauges';

@ApiTags('health')
@Open()
@Controller('metrics')
export class MetricsController {
  constructor(
    private readonly metrics: GatewayMetrics,
    private readonly system: SystemGauges,
  ) {}

  @Get()
  @Header('content-type', METRICS_TYPE)
  @Header('cache-control', 'no-store')
  @ApiOperation({
    summary: 'Metrics of this gateway and of the queues, for Prometheus',
    description:
      'Needs no key, also where keys are on: close it to the outside in the proxy. Each worker has metrics of its own at `/metrics` of its health port.',
  })
  @ApiProduces('text/plain')
  @ApiOkResponse({ schema: { type: 'string', example: 'exoplanet_queue_jobs{queue="predict",state="waiting"} 0' } })
  async read(): Promise<string> {
    await this.system.read();
    return this.metrics.registry.metrics();
  }
}
