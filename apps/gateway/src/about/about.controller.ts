import { Controller, Get } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { VERSION } from '@exoplanet/platform';
import { Open } from '../platform/auth/roles.decorator';

@ApiTags('about')
@Open()
@Controller()
export class AboutController {
  @Get()
  @ApiOperation({ summary: 'Name, version and main routes of this service' })
  @ApiOkResponse({ schema: { type: 'object', additionalProperties: true } })
  about(): object {
    return {
      name: 'Exoplanet',
      description:
        'Estimates how likely a transit candidate is a planet, explains why, and says how certain the answer is',
      version: VERSION,
      documentation: '/docs',
      openapi: '/openapi.json',
      endpoints: {
        predict: 'POST /predict',
        predict_batch: 'POST /predict/batch',
        light_curves: 'POST /light-curves',
        task: 'GET /tasks/{task_id}',
        cancel: 'DELETE /tasks/{task_id}',
        workers: 'GET /workers/status',
        inspect: 'GET /workers/inspect/{ping|active|registered|stats|queues}',
        model: 'GET /model/info',
        models: 'GET /models',
        open_inference_protocol: 'GET /v2',
        health: 'GET /health',
        metrics: 'GET /metrics',
        queues: 'GET /monitor',
        websocket: '/ws/{client_id}',
        socket_io: '/socket.io',
      },
    };
  }
}
