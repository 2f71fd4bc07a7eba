import { Controller, Get, Header } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import { Registry } from 'prom-client';
import { METRICS_TYPE } from '@exoplanet/platform';
import { Open } from '../auth/roles.decorator';

@ApiTags('health')
@Open()
@Controller('metrics')
export class MetricsController {
  constructor(private readonly registry: Registry) {}

  @Get()
  @Header('content-type', METRICS_TYPE)
  @Header('cache-control', 'no-store')
  @ApiOperation({
    summary: 'Metrics of this gateway and of the queues, for Prometheus',
    description:
      'Needs no API key, even where keys are on: block the path at the proxy. Each worker serves its own metrics at `/metrics` of its health port.',
  })
  @ApiProduces('text/plain')
  @ApiOkResponse({ schema: { type: 'string', example: 'exoplanet_queue_jobs{queue="predict",state="waiting"} 0' } })
  read(): Promise<string> {
    return this.registry.metrics();
  }
}
